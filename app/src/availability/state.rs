//! What is edited, and all that follows from it: the hours of each day, the open slots of the
//! week, how many changes there are, and who would be left outside. `domain` works it out anew at
//! every stroke; each day of the week has a signal of its own, so that only what a stroke has
//! changed is drawn again.

use super::api::{Draft, EditorView, Why};
use crate::fault::PageFault;
use domain::availability::edit::{Change, changes};
use domain::availability::editor::cursor::{Cell, Rows};
use domain::availability::editor::{Cursor, Editor, Gesture, NoRoom, Scope, Shown, Spot, Step};
use domain::availability::{DayHours, Schedule};
use domain::form::hours::{Faults, MOST_RANGES, Typed, range_field};
use domain::sentences::dates::time_field;
use domain::sentences::hours as words;
use domain::time::NaiveDate;
use domain::time::wall::{Edge, WEEK};
use domain::view::availability::{NextBooking, WeekPage};
use leptos::prelude::*;

/// The signals of the editor; a copy is a handle.
#[derive(Clone, Copy)]
pub struct Editing {
    pub editor: RwSignal<Editor>,
    pub week: RwSignal<WeekPage>,
    pub scope: RwSignal<Scope>,
    pub gesture: RwSignal<Option<Gesture>>,
    pub cursor: RwSignal<Cursor>,
    /// All 24 hours, or those in which something is.
    pub whole_day: RwSignal<bool>,
    /// What is asked about, or set to the minute.
    pub pressed: RwSignal<Option<Spot>>,
    /// What the last step did, for who does not see it.
    pub said: RwSignal<String>,
    /// What cannot be, by field.
    pub faults: RwSignal<Faults>,
    pub news: RwSignal<Option<News>>,
    /// What is typed of a block that is yet to be added.
    pub new_block: RwSignal<Typed>,
    /// What else is typed and in no schedule (`rough`).
    pub rough: RwSignal<Typed>,
    pub key: RwSignal<String>,
    /// The schedule with the drag that is under way.
    pub draft: Memo<Schedule>,
    /// The hours that are painted on.
    pub days: [Memo<DayHours>; 7],
    /// The same without the drag that is under way.
    pub done: [Memo<DayHours>; 7],
    pub open: Memo<usize>,
    pub changes: Memo<usize>,
    pub outside: Memo<Vec<NextBooking>>,
}

/// What is said above the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    Saved(u32),
    /// What was not saved when the page was left; so many changes.
    Back(usize),
    Wrong {
        fields: usize,
    },
    NotSaved(Why),
    /// The server did not hear the form.
    Fault(PageFault),
    /// A step was not taken.
    NoRoom(String),
}

impl Editing {
    pub fn open(view: &EditorView, saved: Option<u32>) -> Editing {
        let EditorView {
            page, key, draft, ..
        } = view;
        let editor = RwSignal::new(opened(&page.schedule, &draft.changes));
        let week = RwSignal::new(page.clone());
        let scope = RwSignal::new(Scope::default());
        let gesture = RwSignal::new(None::<Gesture>);
        let monday = Memo::new(move |_| week.read().monday);
        let drawn = Memo::new(move |_| {
            drawn(
                &editor.read(),
                shown(scope.get(), monday.get()),
                gesture.get(),
            )
        });
        let hours = Memo::new(move |_| shown(scope.get(), monday.get()).hours(&drawn.read()));
        let done =
            Memo::new(move |_| shown(scope.get(), monday.get()).hours(editor.read().schedule()));
        let days = WEEK.map(|day| Memo::new(move |_| hours.read().on(day).clone()));
        Editing {
            editor,
            week,
            scope,
            gesture,
            cursor: RwSignal::new(Cursor::on(Cell { day: 0, row: 18 })),
            whole_day: RwSignal::new(false),
            pressed: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            faults: RwSignal::new(draft.faults.clone()),
            news: RwSignal::new(told(draft, saved)),
            new_block: RwSignal::new(super::new_block::begun(draft)),
            rough: RwSignal::new(super::rough::of(&draft.typed, &draft.faults)),
            key: RwSignal::new(key.clone()),
            draft: drawn,
            days,
            done: WEEK.map(|day| Memo::new(move |_| done.read().on(day).clone())),
            open: Memo::new(move |_| week.read().open_slots(&drawn.read())),
            changes: Memo::new(move |_| changes(editor.read().saved(), &drawn.read()).len()),
            // Not while something is dragged: what it says would push the week away from under the
            // pointer.
            outside: Memo::new(move |_| {
                let (week, editor) = (week.read(), editor.read());
                week.left_outside(editor.saved(), editor.schedule())
            }),
        }
    }

    pub fn shown(&self) -> Shown {
        shown(self.scope.get(), self.week.read().monday)
    }

    pub fn shown_untracked(&self) -> Shown {
        untrack(|| self.shown())
    }

    pub fn date(&self, day: usize) -> NaiveDate {
        self.shown_untracked().date(day)
    }

    /// The hours of the date itself, where it does not have those of its weekday.
    pub fn own_hours(&self, day: usize) -> Option<DayHours> {
        let date = self.week.read().date(day);
        self.draft.read().overrides.get(date).cloned()
    }

    /// The same, where the hours of every week are shown, which then do not hold on that date.
    pub fn instead(&self, day: usize) -> Option<DayHours> {
        let every_week = self.scope.get() == Scope::EveryWeek;
        every_week.then(|| self.own_hours(day)).flatten()
    }

    /// The therapist's own.
    pub fn today(&self) -> NaiveDate {
        self.week.read().today()
    }

    /// Takes a step, and says what it did.
    pub fn act(&self, step: &Step) {
        let shown = self.shown_untracked();
        if self.is_over(shown, step) {
            return self.refuse(step);
        }
        let mut room = Ok(());
        self.editor.update(|editor| room = editor.act(shown, step));
        match room {
            Ok(()) => {
                self.news.set(None);
                self.say(words::step(step, untrack(|| self.today())));
            }
            Err(why) => self.no_room(why),
        }
    }

    pub fn no_room(&self, why: NoRoom) {
        self.news.set(Some(News::NoRoom(words::no_room(why))));
    }

    /// All the dates that it is meant for. The hours of every week are those of weeks to come.
    fn is_over(&self, shown: Shown, step: &Step) -> bool {
        let days: Vec<usize> = match step {
            Step::Paint(across, _) | Step::Erase(across, _) => across.days().collect(),
            Step::Resize { day, .. } | Step::Day(day, _) => vec![*day],
            Step::Copy { to, .. } => to.clone(),
            _ => return false,
        };
        let today = untrack(|| self.today());
        shown.scope == Scope::ThisWeek && days.iter().all(|day| shown.date(*day) < today)
    }

    /// The list has no room for a word under it, as the grid has.
    fn refuse(&self, step: &Step) {
        match step {
            Step::Day(..) => self.news.set(Some(News::NoRoom(words::OVER.into()))),
            _ => self.said.set(words::OVER.into()),
        }
    }

    pub fn undo(&self) {
        self.editor.update(Editor::undo);
        self.say("Undone".into());
    }

    pub fn redo(&self) {
        self.editor.update(Editor::redo);
        self.say("Done again".into());
    }

    /// With what it comes to.
    fn say(&self, what: String) {
        let (open, changes) = (self.open.get_untracked(), self.changes.get_untracked());
        let open = words::open_slots(open, untrack(|| self.week.read().is_this_week()));
        let changes = words::counted(changes);
        self.said.set(format!("{what}. {open}, {changes}."));
    }

    /// Lets go of what is dragged: a drag is a step, and a press asks about where it was.
    pub fn let_go(&self) {
        let Some(gesture) = self.gesture.get_untracked() else {
            return;
        };
        self.gesture.set(None);
        match (gesture.step(), gesture.pressed()) {
            (Some(step), _) => self.act(&step),
            (None, Some(spot)) => self.pressed.set(Some(spot)),
            (None, None) => {}
        }
    }

    /// All of it is saved, and can no longer be undone here; what was said of it is no longer so.
    pub fn is_saved(&self) {
        self.said.set(String::new());
        self.rough.set(Typed::new());
        self.editor
            .update(|editor| *editor = Editor::open(editor.schedule().clone()));
    }

    /// Takes what the server has now: another week, or the same with news. What is not yet saved
    /// stays, on top of what was saved elsewhere.
    pub fn arrive(&self, view: EditorView) {
        let newer = view.page.revision != self.week.read_untracked().revision;
        if newer {
            let saved = view.page.schedule.clone();
            let mut room = Ok(());
            self.editor.update(|editor| room = editor.rebase(saved));
            if let Err(why) = room {
                self.no_room(why);
            }
        }
        self.key.set(view.key);
        self.week.set(view.page);
    }

    /// The rows that are shown. A drag does not change them.
    pub fn rows(&self) -> Rows {
        if self.whole_day.get() {
            return Rows { first: 0, last: 47 };
        }
        let hours = self.shown().hours(self.editor.read().schedule());
        self.week.read().rows(&hours)
    }

    /// The whole schedule for the form; nothing while a field cannot be read, so that the server
    /// reads the fields themselves.
    pub fn sent(&self) -> String {
        match self.faults.read().is_empty() {
            true => serde_json::to_string(self.editor.read().schedule()).unwrap_or_default(),
            false => String::new(),
        }
    }

    /// What was found about the fields that begin so takes the place of what was known.
    pub fn found(&self, begins: &str, faults: Faults) {
        let of_it = |name: &String| name.starts_with(begins);
        let same = self.faults.with_untracked(|known| {
            known
                .iter()
                .filter(|(name, _)| of_it(name))
                .eq(faults.iter())
        });
        if !same {
            self.faults.update(|known| {
                known.retain(|name, _| !of_it(name));
                known.extend(faults);
            });
        }
    }

    pub fn fault(&self, name: String) -> Signal<Option<String>> {
        let faults = self.faults;
        Signal::derive(move || faults.read().get(&name).map(|fault| words::fault(*fault)))
    }
}

fn shown(scope: Scope, monday: NaiveDate) -> Shown {
    Shown { scope, monday }
}

/// What is to be said of a form that came back, or of one that was saved.
pub fn told(draft: &Draft, saved: Option<u32>) -> Option<News> {
    match (&draft.why, draft.faults.len()) {
        (Some(why), _) => Some(News::NotSaved(why.clone())),
        (None, 0) => saved.map(News::Saved),
        (None, fields) => Some(News::Wrong { fields }),
    }
}

fn drawn(editor: &Editor, shown: Shown, gesture: Option<Gesture>) -> Schedule {
    let step = gesture.and_then(Gesture::step);
    let taken = step.and_then(|step| shown.take(editor.schedule(), &step).ok());
    taken.unwrap_or_else(|| editor.schedule().clone())
}

/// The fields of a day's ranges as they stand in a form, and one that is still empty.
pub fn ranges_typed(typed: &Typed, name: &str, hours: &DayHours) -> Vec<[String; 2]> {
    let field = |number, edge| typed.get(&range_field(name, number, edge)).cloned();
    let typed = (0..MOST_RANGES).map_while(|number| {
        let (from, to) = (field(number, Edge::Start), field(number, Edge::End));
        (from.is_some() || to.is_some()).then(|| [from, to].map(Option::unwrap_or_default))
    });
    let mut rows: Vec<[String; 2]> = typed.collect();
    if rows.is_empty() {
        let kept = hours.ranges();
        rows.extend(kept.map(|range| [range.start(), range.end()].map(time_field)));
    }
    if rows
        .last()
        .is_none_or(|row| row.iter().any(|text| !text.is_empty()))
    {
        rows.push(Default::default());
    }
    rows
}

/// With the changes that somebody comes back to, on top of what is saved.
fn opened(saved: &Schedule, changes: &[Change]) -> Editor {
    let mut editor = Editor::open(saved.clone());
    let mut draft = saved.clone();
    let made = changes
        .iter()
        .try_for_each(|change| change.make(&mut draft));
    if made.is_ok() {
        editor.put(draft);
    }
    editor
}
