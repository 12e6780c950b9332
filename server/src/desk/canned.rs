//! Macros: admins write for everyone, anybody else on the staff for itself (`product.md`, People).

use super::account::check_line;
use super::decide::{Case, change};
use super::rejection::Rejection;
use super::reply::Reply;
use robindesk_protocol::{
    Action, EventData, EventKind, Macro, MacroId, Subject, SubjectKind, WriteMacro,
};

/// Makes a macro of the caller's.
pub fn create(case: &mut Case<'_>, new: &WriteMacro) -> Result<Reply, Rejection> {
    case.staff_only("write macros")?;
    let owner_id = case.account()?.id;
    may_share(case, new.shared)?;
    let title = check_line("title", &new.title, WriteMacro::MAX_TITLE)?;
    case.world.head.macros += 1;
    let id = MacroId(case.world.head.macros);
    let item = Macro {
        id,
        title,
        body: new.body.clone(),
        actions: new.actions.clone(),
        shared: new.shared,
        owner_id,
        created_at: case.at,
        updated_at: case.at,
    };
    case.world.macros.insert(id, item.clone());
    log(case, None, Some(&item));
    Ok(Reply::Macro(Box::new(item)))
}

/// Sets a macro whole.
pub fn update(case: &mut Case<'_>, id: MacroId, new: &WriteMacro) -> Result<Reply, Rejection> {
    let before = writable(case, id)?;
    may_share(case, new.shared)?;
    let title = check_line("title", &new.title, WriteMacro::MAX_TITLE)?;
    if new.seen_updated_at.is_some_and(|seen| seen != before.updated_at) {
        let title = &before.title;
        let why = format!("Somebody else changed the macro {title:?} in the meantime.");
        return Err(Rejection::conflict(why));
    }
    let item = Macro {
        title,
        body: new.body.clone(),
        actions: new.actions.clone(),
        shared: new.shared,
        // Two changes never bear the same time: a console tells by it which one it saw.
        updated_at: case.at.max(before.updated_at.plus_ms(1)),
        ..before.clone()
    };
    case.world.macros.insert(id, item.clone());
    log(case, Some(&before), Some(&item));
    Ok(Reply::Macro(Box::new(item)))
}

/// Removes a macro.
pub fn delete(case: &mut Case<'_>, id: MacroId) -> Result<Reply, Rejection> {
    let before = writable(case, id)?;
    case.world.macros.remove(&id);
    log(case, Some(&before), None);
    Ok(Reply::Done)
}

/// The macro, if the caller may write it. One of another's own is none of the caller's business.
fn writable(case: &Case<'_>, id: MacroId) -> Result<Macro, Rejection> {
    case.staff_only("write macros")?;
    let account = case.account()?;
    let visible = |m: &&Macro| m.shared || m.owner_id == account.id;
    let item = case.world.macros.get(&id).filter(visible);
    let item = item.ok_or_else(|| Rejection::not_found("macro"))?;
    may_share(case, item.shared)?;
    Ok(item.clone())
}

fn may_share(case: &Case<'_>, shared: bool) -> Result<(), Rejection> {
    if !shared || case.account()?.user_type.is_admin() {
        return Ok(());
    }
    Err(Rejection::forbidden("Only an admin writes macros for everyone."))
}

/// Notes the change for all staff. What is somebody's own is named by number alone.
fn log(case: &mut Case<'_>, before: Option<&Macro>, after: Option<&Macro>) {
    let number = |m: Option<&Macro>| m.map(|m| m.id.to_string());
    let (from, to) = (number(before), number(after));
    case.changes.macros.extend(before.or(after).map(|m| m.id));
    let data = EventData {
        item: after.filter(|m| m.shared).cloned().map(Box::new),
        change: Some(change("macro", from.as_deref(), to.as_deref())),
        ..EventData::default()
    };
    case.log_for_staff(EventKind::MacroUpdated, data);
    trail(case, before, after);
}

/// What everyone writes with is in the audit trail; what somebody wrote for itself is not, unless it
/// was made everyone's or taken from them.
fn trail(case: &mut Case<'_>, before: Option<&Macro>, after: Option<&Macro>) {
    let shared = |m: Option<&Macro>| m.is_some_and(|m| m.shared);
    let Some(now) = after.or(before).filter(|_| shared(before) || shared(after)) else { return };
    let action = match (before, after) {
        (None, _) => Action::MacroCreated,
        (_, None) => Action::MacroRemoved,
        _ => Action::MacroUpdated,
    };
    let mut steps = Vec::new();
    if let (Some(before), Some(after)) = (before, after) {
        if before.title != after.title {
            steps.push(change("title", Some(&before.title), Some(&after.title)));
        }
        if before.shared != after.shared {
            let (from, to) = (before.shared.to_string(), after.shared.to_string());
            steps.push(change("shared", Some(&from), Some(&to)));
        }
        // Too long for a trail.
        let long =
            [("body", before.body != after.body), ("actions", before.actions != after.actions)];
        steps.extend(
            long.into_iter().filter(|(_, differs)| *differs).map(|(f, _)| change(f, None, None)),
        );
        if steps.is_empty() {
            return;
        }
    }
    let (id, name) = (Some(now.id.to_string()), now.title.clone());
    case.audit(action, Subject { kind: SubjectKind::Macro, id, name }, steps);
}

#[cfg(test)]
mod tests {
    use crate::desk::command::Command;
    use crate::desk::reply::Reply;
    use crate::desk::stage::{AGENT, BRAND, Stage};
    use robindesk_protocol::{Code, MacroActions, MacroId, UserId, UserType, WriteMacro};

    fn new(shared: bool) -> WriteMacro {
        let (title, body) = ("Late draft".to_owned(), "Hello {brand}".to_owned());
        let actions = MacroActions::default();
        WriteMacro { title, body, actions, shared, seen_updated_at: None }
    }

    fn made(stage: &mut Stage, who: UserId, shared: bool) -> MacroId {
        match stage.by(who, Command::CreateMacro(new(shared))).unwrap() {
            Reply::Macro(item) => item.id,
            other => panic!("a macro was wanted, not {other:?}"),
        }
    }

    #[test]
    fn agents_write_their_own_and_admins_for_everyone() {
        let mut stage = Stage::with_agents(2);
        let admin = stage.agent("admin@desk.example", UserType::Admin);
        let other = UserId(AGENT.0 + 1);
        let own = made(&mut stage, AGENT, false);
        let shared = made(&mut stage, admin, true);
        for (who, macro_id, code) in [
            (AGENT, own, None),
            (other, own, Some(Code::NotFound)),
            (admin, own, Some(Code::NotFound)),
            (BRAND, own, Some(Code::Forbidden)),
            (AGENT, shared, Some(Code::Forbidden)),
            (admin, shared, None),
            (admin, MacroId(9), Some(Code::NotFound)),
        ] {
            let update = Command::UpdateMacro { id: macro_id, new: new(macro_id == shared) };
            assert_eq!(stage.by(who, update).err().map(|r| r.code), code, "{who} {macro_id}");
        }
        let sharing = Command::UpdateMacro { id: own, new: new(true) };
        assert_eq!(stage.by(AGENT, sharing).unwrap_err().code, Code::Forbidden);
        let told = |stage: &Stage| stage.changes.events.last().unwrap().event.data.item.is_some();
        assert!(told(&stage));
        stage.by(AGENT, Command::DeleteMacro(own)).unwrap();
        assert!(!told(&stage), "what is somebody's own is not told to all");
        assert!(stage.by(AGENT, Command::DeleteMacro(own)).is_err());
    }
}
