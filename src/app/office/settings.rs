//! The settings' part of the office: what everybody follows, and what admins may change of it.

use super::staff::made_up;
use crate::app::action::Action;
use crate::app::console::Console;
use crate::app::effect::{Ask, Deed, Effect};
use crate::app::overlay::Overlay;
use crate::app::screen::Screen;
use crate::model::Loaded;
use crate::panes::confirm::Confirm;
use crate::panes::settings::{Row, SettingsPane, Shared, view};
use crate::panes::sheet::Sheet;
use crate::ui::look::Look;
use crate::ui::plain::Plain;
use crate::ui::toast::Tone;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use robindesk_protocol::{DeskSettings, Event, Macro, UserType};

/// What is shared, and the screen that shows it.
#[derive(Debug, Default)]
pub struct Rules {
    pub(in crate::app) shared: Shared,
    pane: SettingsPane,
    /// Macros came, went or changed since they were asked for.
    stale: bool,
}

/// Keys of a setting, the most wanted first; then for whoever may only read it, and of a macro.
const SETTING_KEYS: &[(Action, &str)] = &[
    (Action::Open, "edit"),
    (Action::NewMacro, "new macro"),
    (Action::Refresh, "ask again"),
    (Action::Back, "back"),
];
const READER_KEYS: &[(Action, &str)] =
    &[(Action::NewMacro, "new macro"), (Action::Refresh, "ask again"), (Action::Back, "back")];
const MACRO_KEYS: &[(Action, &str)] = &[
    (Action::Open, "edit"),
    (Action::NewMacro, "new macro"),
    (Action::RemoveMacro, "remove macro"),
    (Action::Refresh, "ask again"),
    (Action::Back, "back"),
];

/// The one setting that is every admin's.
const TAGS: &str = "tags";

fn may_change(who: UserType, field: &str) -> bool {
    who == UserType::SuperAdmin || (who == UserType::Admin && field == TAGS)
}

impl Rules {
    /// The keys that matter for what is under the cursor, the most wanted first.
    pub(super) fn keys_here(&self, who: UserType) -> &'static [(Action, &'static str)] {
        match self.pane.selected(&self.shared) {
            Some(Row::Macro(_)) => MACRO_KEYS,
            Some(Row::Setting(field)) if may_change(who, field) => SETTING_KEYS,
            _ => READER_KEYS,
        }
    }

    pub(super) fn draw(&mut self, buf: &mut Buffer, area: Rect, look: &Look) -> Option<(u16, u16)> {
        view::draw(buf, area, &mut self.pane, &self.shared, look)
    }

    /// Puts the cursor on the row at a cell. Says whether it was there already.
    pub(super) fn click(&mut self, at: Position) -> bool {
        self.pane.click(at, &self.shared)
    }

    pub(in crate::app) const fn outdate(&mut self) {
        self.stale = true;
    }
}

impl Console {
    /// Asks for what is shared, while it is looked at and something of it changed.
    pub(in crate::app) fn ask_for_settings(&mut self, out: &mut Vec<Effect>) {
        let shown = self.screen == Screen::Settings && self.login.is_none();
        let rules = &mut self.office.rules;
        if shown && (rules.stale || rules.shared.loaded == Loaded::Never) {
            rules.stale = false;
            rules.shared.loaded = Loaded::Asked;
            self.manage(Deed::Settings, out);
            self.manage(Deed::Macros, out);
        }
    }

    /// What a key does on the settings' screen.
    pub(super) fn act_on_settings(&mut self, action: Action) {
        let Rules { shared, pane, .. } = &mut self.office.rules;
        let row = pane.selected(shared);
        match (action, row) {
            (Action::Refresh, _) => self.office.rules.outdate(),
            (Action::NewMacro, _) => {
                self.overlay = Some(Overlay::Sheet(Sheet::new_macro(made_up())));
            }
            (Action::RemoveMacro, Some(Row::Macro(item))) => {
                let title = Plain::line(&item.title);
                let question = format!("Remove the macro {title}? Nobody can use it any more.");
                let confirm = Confirm::deed(question, "remove", Deed::RemoveMacro(item.id));
                self.overlay = Some(Overlay::Confirm(confirm));
            }
            (Action::RemoveMacro, _) => self.toast("that is no macro", Tone::News),
            (Action::Open, Some(Row::Macro(item))) => {
                self.overlay = Some(Overlay::Sheet(Sheet::for_macro(item)));
            }
            (Action::Open | Action::EditSettings, row) => {
                let field = match row {
                    Some(Row::Setting(field)) => Some(field),
                    _ => None,
                };
                self.edit_settings(field);
            }
            _ => pane.act(action, shared),
        }
    }

    /// Of the settings, an admin changes the tags.
    fn edit_settings(&mut self, field: Option<&str>) {
        let who = self.desk.as_ref().map_or(UserType::Agent, |desk| desk.who.user.user_type);
        if !may_change(who, field.unwrap_or(TAGS)) {
            return self.toast("that is for super admins; the tags are yours", Tone::News);
        }
        if let Some(settings) = &self.office.rules.shared.settings {
            let sheet = match who {
                UserType::SuperAdmin => {
                    Sheet::settings(settings, field.unwrap_or("rotation_policy"))
                }
                _ => Sheet::tags(settings),
            };
            self.overlay = Some(Overlay::Sheet(sheet));
        }
    }

    /// Takes the settings as they are now: consoles follow them.
    pub(in crate::app) fn take_settings(&mut self, settings: DeskSettings) {
        if let Some(desk) = &mut self.desk {
            desk.suggested_tags.clone_from(&settings.tags);
        }
        let shared = &mut self.office.rules.shared;
        shared.loaded = Loaded::Here;
        // What the stream told may be newer than what was asked for before.
        if shared.settings.as_ref().is_none_or(|known| known.version <= settings.version) {
            shared.settings = Some(settings);
        }
    }

    /// What came of a change to the settings, or of a question for them.
    pub(super) fn take_shared(&mut self, ask: Ask, deed: &Deed, settings: DeskSettings) {
        if deed.only_asks() {
            let who = self.office.rules.shared.changed_by.clone();
            if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
                sheet.rebase_settings(&settings, who.as_deref());
            }
        } else {
            self.close_sheet(ask);
            self.toast("the settings are changed", Tone::Good);
        }
        self.take_settings(settings);
    }

    /// What came of a change to a macro, or of a question for one: who changed it comes with the event.
    pub(super) fn take_macro(&mut self, ask: Ask, deed: &Deed, item: &Macro) {
        if deed.only_asks() {
            if let Some(Overlay::Sheet(sheet)) = &mut self.overlay {
                sheet.rebase_macro(item, None);
            }
            return;
        }
        self.close_sheet(ask);
        self.office.rules.outdate();
        self.toast(&format!("the macro {} is kept", Plain::line(&item.title)), Tone::Good);
    }

    pub(super) fn take_macros(&mut self, macros: Vec<Macro>) {
        if let Some(desk) = &mut self.desk {
            desk.macros.clone_from(&macros);
        }
        self.office.rules.shared.macros = macros;
    }

    /// Something happened to what is shared.
    pub(in crate::app) fn settings_hear(&mut self, event: &Event) {
        let me = self.desk.as_ref().map(|desk| desk.who.me());
        let other = event.actor.as_ref().filter(|a| Some(a.id) != me);
        let who = other.map(|a| Plain::line(&a.name).into_string());
        if let Some(settings) = &event.data.settings {
            self.office.rules.shared.changed_by.clone_from(&who);
            if let (Some(Overlay::Sheet(sheet)), true) = (&mut self.overlay, other.is_some()) {
                sheet.rebase_settings(settings, who.as_deref());
            }
            self.take_settings(settings.clone());
        }
        if event.kind == robindesk_protocol::EventKind::MacroUpdated {
            self.office.rules.outdate();
            if let (Some(Overlay::Sheet(sheet)), Some(item), true) =
                (&mut self.overlay, &event.data.item, other.is_some())
            {
                sheet.rebase_macro(item, who.as_deref());
            }
        }
    }
}
