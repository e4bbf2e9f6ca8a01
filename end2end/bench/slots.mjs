// The slots of one calendar found with luxon, for `bench/slots`: the same rules as in the product,
// written as one would with this library. Prints their number, their digest, and how long a run
// takes, as the median of many.
//   node end2end/bench/slots.mjs <calendar.json>
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DateTime } from "luxon";

const ROUNDS = 31;

const MINUTE = 60_000;

// The library is asked for what a wall clock shows; elapsed time is plain milliseconds.
function openSlots({ zone, now, rules, week, dates, bookings }) {
  const earliest = now.plus({ minutes: rules.lead_minutes }).toMillis();
  const latest = now.plus({ hours: 24 * rules.horizon_days }).toMillis();
  const length = rules.length_minutes * MINUTE;
  const found = [];
  let next = 0;
  for (let day = now.setZone(zone).startOf("day"); day <= latest; day = day.plus({ days: 1 })) {
    for (const [opens, closes] of dates[day.toISODate()] ?? week[day.weekday - 1]) {
      const end = day.set({ minute: closes }).toMillis();
      for (let minute = opens; minute < closes; minute += rules.step_minutes) {
        const start = day.set({ hour: Math.floor(minute / 60), minute: minute % 60 });
        // A time that the clocks skip comes back as another one.
        if (start.hour * 60 + start.minute !== minute) continue;
        const from = start.toMillis();
        const until = from + length;
        if (until > end) break;
        if (from < earliest || from > latest) continue;
        while (next < bookings.length && bookings[next].free <= from) next += 1;
        if (next < bookings.length && bookings[next].taken < until) continue;
        found.push(start);
      }
    }
  }
  return found;
}

function read(path) {
  const calendar = JSON.parse(readFileSync(path, "utf8"));
  const gap = { minutes: calendar.rules.gap_minutes };
  const utc = (text) => DateTime.fromISO(text, { zone: "utc" });
  const bookings = calendar.bookings.map(([start, end]) => ({
    taken: utc(start).minus(gap).toMillis(),
    free: utc(end).plus(gap).toMillis(),
  }));
  return { ...calendar, now: utc(calendar.now), bookings };
}

const calendar = read(process.argv[2]);
const took = [];
let slots;
for (let round = 0; round < ROUNDS; round++) {
  const began = performance.now();
  slots = openSlots(calendar);
  took.push(performance.now() - began);
}
took.sort((one, other) => one - other);
const lines = slots.map((start) => start.toSeconds()).join("\n");
const digest = createHash("sha256").update(lines).digest("hex");
console.log(JSON.stringify({ slots: slots.length, digest, microseconds: took[ROUNDS >> 1] * 1000 }));
