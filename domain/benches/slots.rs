use domain::availability::rules::RuleNumbers;
use domain::availability::*;
use domain::time::interval::Interval;
use domain::time::wall::WallRange;
use domain::time::zone::{Transition, ZoneTable};
use domain::time::{Instant, TimeDelta};
use std::hint::black_box;
use std::time::Instant as Moment;

fn utc(t: &str) -> Instant {
    t.parse().unwrap()
}

fn main() {
    let row = |from: &str, offset| Transition {
        from: utc(from),
        offset,
    };
    let zone = ZoneTable::new(vec![
        row("2026-01-01T00:00:00Z", 0),
        row("2026-03-29T01:00:00Z", 3600),
        row("2026-10-25T01:00:00Z", 0),
    ])
    .unwrap();
    for step in [15, 30, 60] {
        let mut schedule = Schedule::default();
        for day in 0..5u8 {
            let day = chrono::Weekday::try_from(day).unwrap();
            schedule.hours.paint(day, WallRange::new(540, 780).unwrap());
            schedule
                .hours
                .paint(day, WallRange::new(840, 1080).unwrap());
        }
        schedule.rules = Rules::new(RuleNumbers {
            step_minutes: step,
            ..RuleNumbers::default()
        })
        .unwrap();
        let now = utc("2026-09-28T08:00:00Z");
        let within = Interval::new(now, now + TimeDelta::days(60)).unwrap();
        let mut busy: Vec<Busy> = vec![];
        let mut n = 7u64;
        while busy.len() < 167 {
            let times: BusyTimes = busy.iter().copied().collect();
            let d = Diary {
                account: Account::Active,
                schedule: &schedule,
                zone: &zone,
                busy: &times,
            };
            let all: Vec<Slot> = slots(d, now, within).collect();
            let (mut pick, mut tries) = (None, 0);
            while pick.is_none() && tries < 50 {
                tries += 1;
                n = n
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                let s = all[(n >> 33) as usize % all.len()];
                if s.start().timestamp() % 3600 == 0 || tries > 40 {
                    pick = Some(s)
                }
            }
            let s = pick.unwrap();
            busy.push(Busy {
                span: Interval::new(s.start(), s.end()).unwrap(),
                kind: BusyKind::Session,
            });
        }
        let times: BusyTimes = busy.iter().copied().collect();
        let d = Diary {
            account: Account::Active,
            schedule: &schedule,
            zone: &zone,
            busy: &times,
        };
        let mut best = f64::MAX;
        let mut runs = vec![];
        let mut count = 0;
        for _ in 0..200 {
            let began = Moment::now();
            for _ in 0..200 {
                let mut sum = 0i64;
                count = 0;
                for slot in slots(black_box(d), now, within) {
                    sum = sum.wrapping_add(slot.second());
                    count += 1;
                }
                black_box(sum);
            }
            let t = began.elapsed().as_nanos() as f64 / 200.0;
            best = best.min(t);
            runs.push(t);
        }
        runs.sort_by(f64::total_cmp);
        println!(
            "step {step}: {count} slots, best {best:.0} ns, median {:.0} ns",
            runs[100]
        );
        // collect
        let mut out: Vec<Slot> = Vec::with_capacity(4000);
        let mut runs = vec![];
        for _ in 0..200 {
            let began = Moment::now();
            for _ in 0..200 {
                out.clear();
                out.extend(slots(black_box(d), now, within));
                black_box(&out);
            }
            runs.push(began.elapsed().as_nanos() as f64 / 200.0);
        }
        runs.sort_by(f64::total_cmp);
        println!("   collect best {:.0} median {:.0} ns", runs[0], runs[100]);
    }
}
