//! The cast of the demonstration: one press signs in.

use crate::routes;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::leaving::LeavingForm;
use domain::actor::Role;
use domain::view::pages::CastMember;
use leptos::prelude::*;

const GROUPS: [(Role, &str, &str); 3] = [
    (Role::Therapist, "cast-therapists", "Therapists"),
    (Role::Client, "cast-clients", "Clients"),
    (Role::Staff, "cast-staff", "Staff"),
];

#[component]
pub fn Cast(members: Vec<CastMember>, next: String) -> impl IntoView {
    let groups = GROUPS.map(|(role, id, heading)| {
        let group = members.iter().filter(|member| member.role == role).cloned();
        let cards = group
            .map(|member| view! { <CastCard member /> })
            .collect_view();
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <ul>{cards}</ul>
            </section>
        }
    });
    view! {
        <LeavingForm action=routes::DO_SIGN_IN_AS class="cast">
            <p>
                <b>"This is a demonstration."</b>
                " Sign in as anyone with one press; no message leaves it and no money moves."
            </p>
            <input type="hidden" name="next" value=next />
            {groups.into_iter().collect_view()}
        </LeavingForm>
    }
}

#[component]
fn CastCard(member: CastMember) -> impl IntoView {
    let what = match member.role {
        Role::Therapist => "Therapist",
        Role::Client => "Client",
        Role::Staff => "The team",
    };
    view! {
        <li>
            <button class="cast-card" name="person" value=member.id.to_string()>
                <Avatar name=member.name.clone() />
                <span>
                    <b>{member.name}</b>
                    <span class="small soft">{format!("{what} · {}", member.city)}</span>
                </span>
                <Icon glyph=Glyph::Forward small=true />
            </button>
        </li>
    }
}
