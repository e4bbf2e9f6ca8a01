//! What waits for the team, the oldest first.

pub mod api;

use crate::routes;
use crate::ui::count::counted;
use crate::ui::form::{Form, FormAnswer};
use crate::ui::now::{Pace, use_paced_now};
use crate::ui::refresh::use_refresh;
use crate::ui::{answer, load::Load, title::Title};
use crate::wire;
use api::load_tasks;
use domain::view::pages::{TaskLine, TaskUndo};
use leptos::prelude::*;

#[component]
pub fn TasksPage() -> impl IntoView {
    let refresh = use_refresh();
    let tasks = wire::load(move || refresh.version(), |_| load_tasks());
    view! {
        <Title text="Tasks" />
        <Load resource=tasks render=|lines| view! { <Tasks lines /> } />
    }
}

#[component]
fn Tasks(lines: Vec<TaskLine>) -> impl IntoView {
    let about = match lines.len() {
        0 => None,
        count => Some(format!(
            "{}, the oldest first",
            counted(count, "open task", "open tasks")
        )),
    };
    let list = match lines.is_empty() {
        true => view! {
            <div class="empty">
                <h2>"Nothing waits"</h2>
                <p>"Failed refunds and decisions for the team appear here."</p>
            </div>
        }
        .into_any(),
        false => {
            let tasks = lines
                .into_iter()
                .map(|line| view! { <Task line /> })
                .collect_view();
            view! { <ul class="task-list">{tasks}</ul> }.into_any()
        }
    };
    view! {
        <header class="page-head">
            <h1>"Tasks"</h1>
            {about.map(|about| view! { <p class="soft">{about}</p> })}
        </header>
        {list}
    }
}

#[component]
fn Task(line: TaskLine) -> impl IntoView {
    view! {
        <li class="card task">
            <h2>{line.title}</h2>
            <p class="row between">
                <span>{line.about}</span>
                <span class="small soft">{format!("since {}", line.at)}</span>
            </p>
            {line.note.map(|note| view! { <p class="note">{note}</p> })}
            {line.undo.map(|undo| view! { <Undoable undo /> })}
            {line.again.map(|task| view! { <TryAgain task /> })}
        </li>
    }
}

/// Goes away by itself when the time is over; the task stays then.
#[component]
fn Undoable(undo: TaskUndo) -> impl IntoView {
    let TaskUndo {
        by,
        until,
        label,
        now,
    } = undo;
    let now = use_paced_now(Signal::stored(now), Pace::Seconds);
    let open = Memo::new(move |_| now.get() < until);
    let text = format!("Cancelled, can be undone by {by} until {label}. The task would go, too.");
    view! {
        <p class="small" hidden=move || !open.get()>
            {text}
        </p>
    }
}

/// Sends what was given up once more, and closes the task.
#[component]
fn TryAgain(task: String) -> impl IntoView {
    let refresh = use_refresh();
    let answered = move |sent: FormAnswer| {
        if let Some(Ok(())) = answer::read(sent) {
            refresh.now();
        }
    };
    view! {
        <Form action=routes::DO_TRY_AGAIN of=task.clone() on_answer=answered explains=true>
            <input type="hidden" name="task" value=task />
            <button class="button">"Try again"</button>
        </Form>
    }
}
