//! Bookings that wait for the therapist's word, the shortest deadline first.

use crate::confirm::{ConfirmForm, Countdown};
use crate::routes;
use crate::ui::now::use_now;
use domain::time::Instant;
use domain::view::pages::WaitingLine;
use leptos::prelude::*;

#[component]
pub fn WaitingForYou(lines: Vec<WaitingLine>, now: Instant) -> impl IntoView {
    let now = use_now(Signal::stored(now));
    let rows = lines
        .into_iter()
        .map(|line| view! { <Waiting line now /> })
        .collect_view();
    view! {
        <section class="section needs" aria-labelledby="waiting">
            <h2 id="waiting">"Waiting for you"</h2>
            <ul class="session-list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Waiting(line: WaitingLine, now: Signal<Instant>) -> impl IntoView {
    let WaitingLine {
        line,
        money,
        to,
        key,
    } = line;
    let when = line.when;
    let yours = format!("{}, {}", when.yours.date, when.yours.times);
    let theirs = when.theirs.map(|theirs| {
        let day = match theirs.date == when.yours.date {
            true => String::new(),
            false => format!("{}, ", theirs.date),
        };
        format!(
            "{day}{} for {} in {}",
            theirs.times, line.other, theirs.place
        )
    });
    let of = format!(
        " {}’s session on {}",
        line.client_name, when.yours.short_date
    );
    let decline = routes::decline(line.client, line.id);
    let asked = to.team_asked.clone();
    let says = to.says.clone();
    view! {
        <li class="session-row waiting">
            <time class="date">
                <span>{when.yours.weekday}</span>
                " "
                <b>{when.yours.day}</b>
                " "
                <span>{when.yours.month}</span>
            </time>
            <div>
                <div class="stack">
                    <p>
                        <a href=routes::session(line.client, line.id)>
                            <b>{line.client_name}</b>
                        </a>
                        <br />
                        <span class="num">{yours}</span>
                        {theirs
                            .map(|theirs| {
                                view! {
                                    <br />
                                    <span class="small soft num">{theirs}</span>
                                }
                            })}
                        <br />
                        <span class="small soft">{format!("{} · {money}", line.about)}</span>
                    </p>
                    <Countdown to=to.clone() now />
                </div>
                <div class="row">
                    <ConfirmForm session=line.id.to_string() to key stood="today" of=of.clone() />
                    {match asked {
                        Some(at) => {
                            view! {
                                <p class="small soft">
                                    {format!("You asked the team on {at} to cancel it.")}
                                </p>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <a class="button" href=decline>
                                    "Decline …"
                                    <span class="visually-hidden">{of}</span>
                                </a>
                            }
                                .into_any()
                        }
                    }}
                </div>
                <p class="small soft says">{says}</p>
            </div>
        </li>
    }
    .into_any()
}
