//! A form and what it is for: a member of staff, the desk's settings, a macro. Makes the form from what
//! is known, and what is to be done from what was typed.

mod fields;

use crate::app::action::Action;
use crate::app::effect::{Ask, Deed};
use crate::ui::edit::Stroke;
use crate::ui::form::{Form, Spot};
use crate::ui::plain::Plain;
use ratatui::layout::Position;
use robindesk_protocol::{
    Agent, DeskSettings, Macro, MacroActions, MacroId, NewAgent, Policy, Priority, TicketStatus,
    Timestamp, UpdateAgent, UpdateSettings, UserId, UserType, WriteMacro,
};

/// What it is for, and the version that it was begun on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The key makes nobody twice, however often it is tried.
    NewAgent {
        key: String,
    },
    Agent {
        id: UserId,
        version: i64,
    },
    Settings {
        version: i64,
    },
    NewMacro {
        key: String,
    },
    Macro {
        id: MacroId,
        seen: Timestamp,
    },
}

/// What a key made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    Stays,
    /// Nothing is to be kept.
    Left,
    Saves(Box<Deed>),
}

/// The form, and what it is for.
#[derive(Debug)]
pub struct Sheet {
    pub form: Form,
    pub purpose: Purpose,
    /// The answer that it waits for.
    pub ask: Option<Ask>,
}

impl Sheet {
    /// For a new member of staff. `key` is made up anew for each.
    pub fn new_agent(key: String) -> Self {
        let form = Form::new("New member of staff".to_owned(), fields::new_agent());
        Self { form, purpose: Purpose::NewAgent { key }, ask: None }
    }

    /// For somebody on the staff, with the cursor in a field.
    pub fn agent(agent: &Agent, field: &str) -> Self {
        let mut form = Form::new(Plain::line(&agent.user.name).into_string(), fields::agent(agent));
        form.go_to(field);
        let purpose = Purpose::Agent { id: agent.user.id, version: agent.version };
        Self { form, purpose, ask: None }
    }

    /// For the desk's settings, with the cursor in a field.
    pub fn settings(settings: &DeskSettings, field: &str) -> Self {
        let mut form = Form::new("Settings of the desk".to_owned(), fields::settings(settings));
        form.go_to(field);
        Self { form, purpose: Purpose::Settings { version: settings.version }, ask: None }
    }

    /// For the suggested tags alone.
    pub fn tags(settings: &DeskSettings) -> Self {
        let form = Form::new("Tags of the desk".to_owned(), vec![fields::tags(settings)]);
        Self { form, purpose: Purpose::Settings { version: settings.version }, ask: None }
    }

    /// For a new macro for everyone.
    pub fn new_macro(key: String) -> Self {
        let form = Form::new("New macro for everyone".to_owned(), fields::new_macro());
        Self { form, purpose: Purpose::NewMacro { key }, ask: None }
    }

    /// For a macro.
    pub fn for_macro(item: &Macro) -> Self {
        let title = format!("Macro {}", Plain::line(&item.title));
        let purpose = Purpose::Macro { id: item.id, seen: item.updated_at };
        Self { form: Form::new(title, fields::for_macro(item)), purpose, ask: None }
    }

    /// What a click asks for, besides going to a field.
    pub fn click(&mut self, cell: Position) -> Option<Action> {
        match self.form.click(cell)? {
            Spot::Save => Some(Action::SendAlways),
            Spot::Leave => Some(Action::Leave),
            Spot::Field(_) => None,
        }
    }

    pub fn act(&mut self, action: Action) -> Filled {
        match action {
            Action::Back | Action::Leave => {
                return if self.form.leave() { Filled::Left } else { Filled::Stays };
            }
            Action::SendAlways => return self.save(),
            Action::Choose | Action::Send if self.form.at_last() => return self.save(),
            Action::Choose | Action::Send | Action::NextPane => self.form.next(),
            Action::PreviousPane => self.form.previous(),
            Action::PopupDown => self.form.stroke(Stroke::RowDown),
            Action::PopupUp => self.form.stroke(Stroke::RowUp),
            Action::NewLine if self.form.takes_lines() => self.form.put("\n"),
            _ => {
                if let Some(stroke) = action.stroke() {
                    self.form.stroke(stroke);
                }
            }
        }
        Filled::Stays
    }

    /// What is to be done with what was typed; nothing while an answer is awaited.
    fn save(&mut self) -> Filled {
        if self.form.busy || !self.form.check() {
            return Filled::Stays;
        }
        match self.deed() {
            None => Filled::Left,
            Some(deed) => {
                self.form.busy = true;
                Filled::Saves(Box::new(deed))
            }
        }
    }

    /// `None` when nothing was changed.
    fn deed(&self) -> Option<Deed> {
        let is_new = matches!(self.purpose, Purpose::NewAgent { .. } | Purpose::NewMacro { .. });
        if !is_new && !self.form.is_changed() {
            return None;
        }
        Some(match &self.purpose {
            Purpose::NewAgent { key } => {
                Deed::Create { new: self.written_agent(), key: key.clone() }
            }
            Purpose::Agent { id, version } => {
                Deed::Update { agent: *id, change: self.agent_change(*version) }
            }
            Purpose::Settings { version } => Deed::SetSettings(self.settings_change(*version)),
            Purpose::NewMacro { key } => {
                Deed::CreateMacro { new: self.written_macro(None), key: key.clone() }
            }
            Purpose::Macro { id, seen } => {
                Deed::SetMacro { id: *id, new: self.written_macro(Some(*seen)) }
            }
        })
    }

    fn written_agent(&self) -> NewAgent {
        let phone = self.form.value("phone");
        NewAgent {
            email: self.form.value("email"),
            name: self.form.value("name"),
            user_type: UserType::parse(&self.form.value("user_type")),
            phone: (!phone.is_empty()).then_some(phone),
            password: None,
        }
    }

    fn agent_change(&self, version: i64) -> UpdateAgent {
        let phone = self.form.changed("phone");
        UpdateAgent {
            name: self.form.changed("name"),
            phone: phone.map(|phone| (!phone.is_empty()).then_some(phone)),
            user_type: self.form.changed("user_type").and_then(|word| UserType::parse(&word)),
            takes_tickets: self.form.changed("takes_tickets").map(|word| word == "true"),
            max_open_tickets: self.form.changed("max_open_tickets").map(|n| n.parse().ok()),
            version: Some(version),
        }
    }

    fn settings_change(&self, version: i64) -> UpdateSettings {
        let limit = self.form.changed("default_max_open_tickets");
        UpdateSettings {
            rotation_policy: self.form.changed("rotation_policy").and_then(|p| Policy::parse(&p)),
            default_max_open_tickets: limit.map(|n| n.parse().ok()),
            send_delay_seconds: self
                .form
                .changed("send_delay_seconds")
                .and_then(|n| n.parse().ok()),
            tags: self.form.changed("tags").map(|words| fields::tags_of(&words)),
            version: Some(version),
        }
    }

    fn written_macro(&self, seen_updated_at: Option<Timestamp>) -> WriteMacro {
        let actions = MacroActions {
            status: TicketStatus::parse(&self.form.value("status")),
            priority: Priority::parse(&self.form.value("priority")),
            add_tags: fields::tags_of(&self.form.value("add_tags")),
        };
        WriteMacro {
            title: self.form.value("title"),
            body: self.form.value("body"),
            actions,
            shared: self.form.value("shared") != "false",
            seen_updated_at,
        }
    }

    /// Somebody is as somebody else made it meanwhile.
    pub fn rebase_agent(&mut self, agent: &Agent, who: Option<&str>) {
        if let Purpose::Agent { id, version } = &mut self.purpose
            && *id == agent.user.id
        {
            *version = agent.version;
            self.form.rebase(who, fields::agent(agent).iter().map(|f| (f.name, f.value())));
        }
    }

    /// The settings are as somebody else made them meanwhile.
    pub fn rebase_settings(&mut self, settings: &DeskSettings, who: Option<&str>) {
        if let Purpose::Settings { version } = &mut self.purpose {
            *version = settings.version;
            let now = fields::settings(settings);
            self.form.rebase(who, now.iter().map(|f| (f.name, f.value())));
        }
    }

    /// A macro is as somebody else made it meanwhile.
    pub fn rebase_macro(&mut self, item: &Macro, who: Option<&str>) {
        if let Purpose::Macro { id, seen } = &mut self.purpose
            && *id == item.id
        {
            *seen = item.updated_at;
            let now = fields::for_macro(item);
            self.form.rebase(who, now.iter().map(|f| (f.name, f.value())));
        }
    }
}
