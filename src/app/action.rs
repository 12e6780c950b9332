//! What a key may ask for: also the keymap file's and the command palette's vocabulary. An action
//! has one name, one description and one place where its keys work; it may have any number of keys.

mod moves;

/// Where keys work. A pane lists the places that hold for it; the first that knows a key wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    Everywhere,
    List,
    Ticket,
    Chat,
    Order,
    Composer,
    /// The admins' numbers.
    Stats,
    /// The admins' list of staff.
    Team,
    /// Who did what.
    Audit,
    /// The desk's settings, and macros for everyone.
    Settings,
    Popup,
}

impl Place {
    /// Every place, in the order that help shows them.
    pub const ALL: &'static [Self] = &[
        Self::List,
        Self::Ticket,
        Self::Chat,
        Self::Composer,
        Self::Order,
        Self::Stats,
        Self::Team,
        Self::Audit,
        Self::Settings,
        Self::Popup,
        Self::Everywhere,
    ];

    /// The table in the keymap file, and the heading in help.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::List => "list",
            Self::Ticket => "ticket",
            Self::Chat => "chat",
            Self::Order => "order",
            Self::Composer => "composer",
            Self::Stats => "stats",
            Self::Team => "team",
            Self::Audit => "audit",
            Self::Settings => "settings",
            Self::Popup => "popup",
        }
    }
}

macro_rules! actions {
    ($($place:ident { $($variant:ident $name:literal $what:literal),+ $(,)? })+) => {
        /// One thing that can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($($variant),+),+ }

        impl Action {
            /// Every action, in the order of the palette and of help.
            pub const ALL: &'static [Self] = &[$($(Self::$variant),+),+];

            /// Its name in the keymap file.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name),+),+ }
            }

            /// What it does, in the palette and in help.
            pub const fn what(self) -> &'static str {
                match self { $($(Self::$variant => $what),+),+ }
            }

            /// Where its keys work.
            pub const fn place(self) -> Place {
                match self { $($(Self::$variant => Place::$place),+),+ }
            }
        }
    };
}

actions! {
    List {
        Down "down" "next ticket",
        Up "up" "previous ticket",
        First "first" "first ticket",
        Last "last" "last ticket",
        PageDown "page_down" "one page down",
        PageUp "page_up" "one page up",
        Open "open" "open the ticket",
        Filter "filter" "filter as you type",
        Sort "sort" "sort another way",
        Refresh "refresh" "load the list again",
        Mark "mark" "mark, or take the mark away",
        MarkRange "mark_range" "mark a range: here, and to there",
        NextMatch "next_match" "next match of the filter",
        PreviousMatch "previous_match" "previous match of the filter",
    }
    Ticket {
        ResolveNext "resolve_next" "resolve and go to the next",
        Status "status" "set the status",
        Priority "priority" "set the priority",
        Snooze "snooze" "snooze, or wake",
        Take "take" "take the ticket",
        Assign "assign" "assign to an agent",
        Tags "tags" "set the tags",
        Bulk "bulk" "change all marked tickets",
        Undo "undo" "undo the last change",
        MarkUnread "mark_unread" "mark as unread",
        NextUnread "next_unread" "next unread",
        PreviousUnread "previous_unread" "previous unread",
        LongestWaiting "longest_waiting" "longest waiting",
        Order "order" "the order, and back",
        Why "why" "why me? who was skipped, and why",
        History "history" "everything that happened on it",
        CopyNumber "copy_number" "copy the number",
        CopyLink "copy_link" "copy the link",
    }
    Chat {
        Reply "reply" "reply",
        Note "note" "internal note",
        MessageUp "message_up" "pick the message before",
        MessageDown "message_down" "pick the message after",
        Relay "relay" "relay to the other lane",
        Quote "quote" "quote the message",
        CopyMessage "copy_message" "copy the message",
        Links "links" "links and files",
        Attach "attach" "send a file",
        Lanes "lanes" "lanes side by side, or not",
        ScrollUp "scroll_up" "scroll up",
        ScrollDown "scroll_down" "scroll down",
        ChatPageUp "chat_page_up" "one page up",
        ChatPageDown "chat_page_down" "one page down",
        Oldest "oldest" "oldest message",
        Newest "newest" "newest message",
        Retry "retry" "send a failed one again",
        TakeBack "take_back" "take a failed one back",
        ToList "to_list" "back to the list",
    }
    Composer {
        Send "send" "send",
        NewLine "new_line" "new line",
        SendAlways "send_always" "send, whatever enter does",
        Macros "macros" "macros",
        Editor "editor" "write in $EDITOR",
        NextLane "next_lane" "next lane",
        Leave "leave" "leave (the draft is kept)",
        UndoTyping "undo_typing" "undo typing",
        RedoTyping "redo_typing" "redo typing",
        Left "left" "left",
        Right "right" "right",
        LineUp "line_up" "line up",
        LineDown "line_down" "line down",
        WordLeft "word_left" "word left",
        WordRight "word_right" "word right",
        LineStart "line_start" "start of the line",
        LineEnd "line_end" "end of the line",
        EraseBack "erase_back" "erase back",
        EraseForward "erase_forward" "erase forward",
        EraseWordBack "erase_word_back" "erase the word before",
        EraseWordForward "erase_word_forward" "erase the word after",
        EraseToStart "erase_to_start" "erase to the line's start",
        EraseToEnd "erase_to_end" "erase to the line's end",
    }
    Order {
        OrderStatus "order_status" "set the order's status",
        OrderDown "order_down" "scroll down",
        OrderUp "order_up" "scroll up",
        OrderLeave "order_leave" "back to the chat",
    }
    Stats {
        Range "range" "today, 7 or 30 days",
        AsTable "as_table" "charts as tables, and back",
        FilterAgents "filter_agents" "filter the agents",
        Hold "hold" "hold the numbers, and go on",
        Export "export" "export as CSV and JSON",
    }
    Team {
        NewAgent "new_agent" "new member of staff",
        EditAgent "edit_agent" "edit: name, role, rotation, limit",
        SetLimit "set_limit" "set the limit of open tickets",
        InRotation "in_rotation" "into the rotation, and out of it",
        MoveTickets "move_tickets" "move tickets to others",
        SuspendAgent "suspend_agent" "suspend, or let in again",
        ResetPassword "reset_password" "reset the password",
        EndSessions "end_sessions" "end all sessions",
        RemoveAgent "remove_agent" "remove from the staff",
    }
    Audit {
        ByActor "by_actor" "only who did this, and all again",
        ByAction "by_action" "only what was done here, and all again",
    }
    Settings {
        EditSettings "edit_settings" "edit the settings",
        NewMacro "new_macro" "new macro for everyone",
        RemoveMacro "remove_macro" "remove the macro",
    }
    Popup {
        Choose "choose" "take it; the safe answer",
        PopupDown "popup_down" "down",
        PopupUp "popup_up" "up",
        SaveFile "save_file" "save the file",
        Yes "yes" "yes",
        No "no" "no",
    }
    Everywhere {
        Help "help" "help",
        Palette "palette" "every command by name",
        NextPane "next_pane" "next pane",
        PreviousPane "previous_pane" "previous pane",
        Inbox "inbox" "Inbox: mine, unresolved",
        All "all" "All tickets",
        Unassigned "unassigned" "Unassigned: nobody's yet",
        Snoozed "snoozed" "Snoozed tickets",
        Resolved "resolved" "Resolved tickets",
        Views "views" "views, and your own",
        NextView "next_view" "next view",
        PreviousView "previous_view" "previous view",
        Search "search" "search everything",
        Stats "stats" "Stats: live numbers",
        Team "team" "Team: who is here, and changes",
        Health "health" "Health of the server",
        Audit "audit" "Audit: who did what",
        Settings "settings" "Settings of the desk",
        Back "back" "close, clear, go back",
        Jump "jump" "jump by a letter beside each row",
        Zoom "zoom" "one pane alone",
        Availability "availability" "set my availability",
        DoNotDisturb "do_not_disturb" "do not disturb, on and off",
        Reconnect "reconnect" "try the server now",
        Redraw "redraw" "draw the screen again",
        Suspend "suspend" "back to the shell",
        SignOut "sign_out" "sign out",
        Quit "quit" "quit",
    }
}

impl Action {
    /// The action with this name in the keymap file.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.name() == name)
    }
}
