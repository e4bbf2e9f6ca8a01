"""The slots of one calendar found with Python's zoneinfo, for `bench/slots`: the same rules as in
the product, written as one would with this library. Prints their number, their digest, and how
long a run takes, as the median of many.

    python3 bench/slots.py <calendar.json>
"""

import hashlib
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ROUNDS = 101
DAY = timedelta(days=1)


def open_slots(calendar):
    rules, zone, bookings = calendar["rules"], calendar["zone"], calendar["bookings"]
    now = calendar["now"]
    length = timedelta(minutes=rules["length_minutes"])
    step = timedelta(minutes=rules["step_minutes"])
    earliest = now + timedelta(minutes=rules["lead_minutes"])
    latest = now + timedelta(hours=24 * rules["horizon_days"])
    found, next_booking = [], 0
    day = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= latest:
        own = calendar["dates"].get(day.date().isoformat())
        for opens, closes in calendar["week"][day.weekday()] if own is None else own:
            # Adding to a time of a zone moves the hands of its wall clock.
            wall, end = day + timedelta(minutes=opens), day + timedelta(minutes=closes)
            end_utc = end.astimezone(UTC)
            while wall < end:
                start = wall.astimezone(UTC)
                until = start + length
                # A time that the clocks skip comes back as another one.
                shown = start.astimezone(zone)
                skipped = shown.replace(tzinfo=None) != wall.replace(tzinfo=None)
                wall += step
                if until > end_utc:
                    break
                if skipped or start < earliest or start > latest:
                    continue
                while next_booking < len(bookings) and bookings[next_booking][1] <= start:
                    next_booking += 1
                if next_booking < len(bookings) and bookings[next_booking][0] < until:
                    continue
                found.append(start)
        day += DAY
    return found


def read(path):
    with open(path, encoding="utf-8") as file:
        calendar = json.load(file)
    gap = timedelta(minutes=calendar["rules"]["gap_minutes"])
    utc = datetime.fromisoformat
    calendar["now"] = utc(calendar["now"])
    calendar["zone"] = ZoneInfo(calendar["zone"])
    calendar["bookings"] = [
        (utc(start) - gap, utc(end) + gap) for start, end in calendar["bookings"]
    ]
    return calendar


def main():
    calendar = read(sys.argv[1])
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        slots = open_slots(calendar)
        took.append(time.perf_counter() - began)
    lines = "\n".join(str(int(start.timestamp())) for start in slots)
    digest = hashlib.sha256(lines.encode()).hexdigest()
    microseconds = statistics.median(took) * 1e6
    print(json.dumps({"slots": len(slots), "digest": digest, "microseconds": microseconds}))


main()
