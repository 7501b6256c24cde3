// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {mockDate} from "@odoo/hoot-mock";
import {
    describeStatus,
    describeSummary,
    hasChanges,
    percentage,
    relativeTime,
} from "@google_workspace/calendar/sync_state";
import {makeMockEnv} from "@web/../tests/web_test_helpers";

import {connected, statusOf} from "./sync_test_helpers";

describe.current.tags("headless");

const {DateTime} = luxon;
const IDLE = {running: false, progress: null};

beforeEach(async () => {
    mockDate("2026-03-10 10:00:00", +1);
    await makeMockEnv(); // translations and locale
});

function labelOf(status, live = IDLE) {
    return describeStatus(status, live, DateTime.now())?.label;
}

test("the last sync is told relative to now, in the user's zone", () => {
    const now = DateTime.now();
    expect(relativeTime(false, now)).toBe("");
    expect(relativeTime("2026-03-10 09:59:30", now)).toBe("just now");
    expect(relativeTime("2026-03-10 09:58:00", now)).toBe("2 min. ago");
    expect(relativeTime("2026-03-09 10:00:00", now)).toBe("1 day ago");
    // the server's clock is a little ahead
    expect(relativeTime("2026-03-10 10:00:03", now)).toBe("just now");
});

test("progress is a share, a count, or unknown", () => {
    expect(percentage(null)).toBe(null);
    expect(percentage({done: 5, total: false})).toBe(null);
    expect(percentage({done: 0, total: 80})).toBe(0);
    expect(percentage({done: 20, total: 80})).toBe(25);
    expect(percentage({done: 90, total: 80})).toBe(100);

    const live = (progress) => ({running: true, progress});
    expect(labelOf(null, live(null))).toBe("Syncing…");
    expect(labelOf(null, live({done: 120, total: false}))).toBe("Syncing, 120 so far");
    expect(labelOf(null, live({done: 20, total: 80}))).toBe("Syncing 25%");
});

test("nothing is drawn before the first status, when off, or for an unknown state", () => {
    expect(describeStatus(null, IDLE, DateTime.now())).toBe(null);
    expect(describeStatus(statusOf("off"), IDLE, DateTime.now())).toBe(null);
    expect(describeStatus(statusOf("of a later version"), IDLE, DateTime.now())).toBe(
        null
    );
});

test("waiting changes are named before the time", () => {
    expect(labelOf(connected())).toBe("Google, 2 min. ago");
    expect(labelOf(connected({pending: 4}))).toBe("Google, 4 waiting");
    expect(labelOf(connected({last_sync: false}))).toBe("Sync with Google");
    const trouble = connected({message: "Google was not reachable."});
    const {label, mark, title} = describeStatus(trouble, IDLE, DateTime.now());
    expect(label).toBe("Google, 2 min. ago");
    expect(mark).toInclude("fa-exclamation-circle");
    expect(title).toBe("Google was not reachable.");
});

test("words of the server win over our own in the tooltip", () => {
    const view = describeStatus(
        statusOf("paused", {message: "Paused by Mitchell"}),
        IDLE,
        DateTime.now()
    );
    expect(view.title).toBe("Paused by Mitchell");
    expect(view.label).toBe("Google sync paused");
});

test("the summary names only what happened", () => {
    expect(describeSummary({created: 3, updated: 1, pushed: 0})).toBe(
        "Google Calendar: 3 new, 1 changed"
    );
    expect(describeSummary({pushed: 2, quarantined: 1})).toBe(
        "Google Calendar: 2 sent to Google, 1 set aside"
    );
    expect(describeSummary({pushed: 2, waiting: 1})).toBe(
        "Google Calendar: 2 sent to Google, 1 waiting to be sent"
    );
    expect(describeSummary({created: 0})).toBe("Google Calendar: already up to date");
    expect(describeSummary(undefined)).toBe("Google Calendar: already up to date");
});

test("without a summary the screen counts as outdated", () => {
    expect(hasChanges(undefined)).toBe(true);
    expect(hasChanges({created: 0, pushed: 0})).toBe(false);
    expect(hasChanges({created: 0, deleted: 1})).toBe(true);
    expect(hasChanges({pulled: 5, series: 2, created: 0})).toBe(false);
});
