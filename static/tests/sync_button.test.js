// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import {startBusService, waitForChannels} from "@bus/../tests/bus_test_helpers";
import {calendarModels} from "@calendar/../tests/calendar_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {click, queryAttribute, queryOne, queryText} from "@odoo/hoot-dom";
import {
    advanceTime,
    animationFrame,
    Deferred,
    mockDate,
    mockTimeZone,
} from "@odoo/hoot-mock";
import {
    contains,
    defineActions,
    getService,
    MockServer,
    mountWebClient,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {user} from "@web/core/user";

import {
    ARCH,
    connected,
    mountCalendar,
    noteLeaving,
    playServer,
    statusOf,
} from "./sync_test_helpers";

const BUTTON = ".o_gws_sync_button";
const server = playServer({});

beforeEach(() => {
    mockTimeZone(0);
    mockDate("2026-03-10 10:00:00");
    server.status = statusOf("not_connected");
    server.answers = [{status: "ok", summary: {}}];
});

const state = () => queryAttribute(".o_gws_sync", "data-state");

/** Mounts, and lets the status that was asked for arrive. */
async function openCalendar(steps = ["read events", "status"]) {
    await mountCalendar();
    await animationFrame();
    expect.verifySteps(steps);
}

// -- one test a state ---------------------------------------------------------

test("off: no button", async () => {
    server.status = statusOf("off");
    await openCalendar();
    expect(".o_calendar_view, .o_calendar_container").toHaveCount();
    expect(".o_gws_sync").toHaveCount(0);
});

test("not configured: an administrator is led to the settings", async () => {
    noteLeaving();
    server.status = statusOf("not_configured", {url: "/odoo/settings"});
    await openCalendar();
    expect(state()).toBe("not_configured");
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Set up Google Calendar");
    await click(BUTTON);
    expect.verifySteps(["go to /odoo/settings"]);
});

test("not configured: others see a hint that does nothing", async () => {
    noteLeaving();
    server.status = statusOf("not_configured");
    await openCalendar();
    expect(BUTTON).toHaveAttribute("aria-disabled", "true");
    await click(BUTTON);
    expect.verifySteps([]);
});

test("not connected: a press leads to the consent", async () => {
    noteLeaving();
    server.answers = [
        {status: "need_auth", url: "/google_workspace/connect?return_url=x"},
    ];
    await openCalendar();
    expect(state()).toBe("not_connected");
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Sync with Google");
    expect(".o_gws_menu_toggle").toHaveCount(0);
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps([
        "sync",
        "status",
        "go to /google_workspace/connect?return_url=x",
    ]);
});

test("not connected: without an address the press builds one that leads back", async () => {
    noteLeaving();
    server.answers = [{status: "need_auth"}];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    const {pathname, search} = browser.location;
    expect.verifySteps([
        "sync",
        "status",
        `go to /google_workspace/connect?return_url=${encodeURIComponent(pathname + search)}`,
    ]);
});

test("back from the consent: the press of before is carried out", async () => {
    noteLeaving();
    server.answers = [{status: "need_auth", url: "/consent"}];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status", "go to /consent"]);

    // the page was left and comes back connected, never synced yet
    server.status = connected({last_sync: false});
    server.answers = [{status: "ok", summary: {created: 7}}];
    await getService("gws_calendar_sync").open();
    await animationFrame();
    expect.verifySteps(["status", "sync", "status", "read events"]);
    expect(".o_notification").toHaveText("Google Calendar: 7 new");

    // once, not at every opening
    await getService("gws_calendar_sync").open();
    expect.verifySteps(["status", "wake"]);
});

test("back from the consent without a start date: it is asked for at once", async () => {
    noteLeaving();
    server.answers = [{status: "need_auth", url: "/consent"}];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status", "go to /consent"]);
    server.status = statusOf("no_start_date", {email: "anna@example.com"});
    await getService("gws_calendar_sync").open();
    await animationFrame();
    expect.verifySteps(["status"]);
    expect(".modal .o_gws_start_date_save").toHaveCount(1);
});

test("no start date: the press asks for it, stores it and syncs", async () => {
    server.status = statusOf("no_start_date", {email: "anna@example.com"});
    server.answers = [{status: "ok", summary: {created: 1}}];
    onRpc("gws.account", "search", ({args}) => {
        expect(args[0]).toEqual([["user_id", "=", user.userId]]);
        return [5];
    });
    onRpc("gws.account", "write", ({args}) => {
        expect.step(["write", ...args]);
        return true;
    });
    await openCalendar();
    expect(state()).toBe("no_start_date");
    await contains(BUTTON).click();
    expect(".modal .o_gws_start_date_save").toBeEnabled();
    await contains(".modal .o_gws_start_date_save").click();
    await animationFrame();
    expect.verifySteps([
        ["write", [5], {calendar_sync_from: "2026-02-08"}],
        "sync",
        "status",
        "read events",
    ]);
    expect(".modal").toHaveCount(0);
});

test("up to date: says since when, grows older, and wakes the sync in the background", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    expect(state()).toBe("ok");
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Google, 2 min. ago");
    expect(".o_gws_mark.fa-check").toHaveCount(1);
    expect(".o_notification").toHaveCount(0);

    // the woken job has had its time: look once more
    server.status = connected({last_sync: "2026-03-10 10:00:05"});
    await advanceTime(7000);
    expect.verifySteps(["status"]);
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Google, just now");

    await advanceTime(5 * 60000);
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Google, 5 min. ago");
    expect.verifySteps([]);
});

test("up to date: a press without news says so and reloads nothing", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    server.answers = [{status: "ok", summary: {created: 0, pushed: 0}}];
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status"]);
    expect(".o_notification").toHaveText("Google Calendar: already up to date");
});

test("a press tells what a person should know, and what waits", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    const notice = "The calendar “Team” is no longer there.";
    const summary = {pushed: 1, waiting: 2};
    server.answers = [{status: "ok", notice, summary}];
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status", "read events"]);
    expect(".o_notification").toHaveText(
        `${notice} Google Calendar: 1 sent to Google, 2 waiting to be sent`
    );
    expect(".o_notification_bar.bg-warning").toHaveCount(1);
});

test("a press with news reloads the events in place", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    server.answers = [{status: "ok", summary: {created: 3, updated: 1}}];
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status", "read events"]);
    expect(".o_notification").toHaveText("Google Calendar: 3 new, 1 changed");
});

test("reconnect: a warning that leads to the consent", async () => {
    noteLeaving();
    server.status = statusOf("reconnect", {
        email: "anna@example.com",
        message: "Google ended the connection.",
        url: "/google_workspace/connect",
    });
    await openCalendar();
    expect(state()).toBe("reconnect");
    expect(BUTTON).toHaveClass("btn-warning");
    expect(BUTTON).toHaveAttribute("title", "Google ended the connection.");
    await click(BUTTON);
    expect.verifySteps(["go to /google_workspace/connect"]);
});

test("paused: the press says why nothing happens", async () => {
    server.status = statusOf("paused", {email: "anna@example.com"});
    server.answers = [
        {status: "paused", message: "The administrator paused the sync."},
    ];
    await openCalendar();
    expect(state()).toBe("paused");
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status"]);
    expect(".o_notification").toHaveText("The administrator paused the sync.");
});

test("problems: a badge with the count opens them", async () => {
    server.status = connected({problems: 2});
    onRpc("gws.account", "action_open_problems", () => {
        expect.step("problems");
        return {type: "ir.actions.act_window_close"};
    });
    await openCalendar(["read events", "status", "wake"]);
    expect(".o_gws_problems").toHaveText("2");
    await click(".o_gws_problems");
    await animationFrame();
    expect.verifySteps(["problems"]);
});

test("the menu names the account and what waits", async () => {
    server.status = connected({pending: 2});
    await openCalendar(["read events", "status", "wake"]);
    await contains(".o_gws_menu_toggle").click();
    expect(queryText(".o_gws_menu")).toInclude("Synced as anna@example.com");
    expect(queryText(".o_gws_menu")).toInclude("Changes waiting to be sent: 2");
    await contains(".o_gws_menu .o-dropdown-item:contains(Sync now)").click();
    expect.verifySteps(["sync", "status"]);
});

// -- while it runs -------------------------------------------------------------

test("syncing: asks every two seconds, shows how far it is, never starts a second", async () => {
    const first = new Deferred();
    server.answers = [
        first,
        {status: "running", progress: {done: 50, total: 200}},
        {status: "ok", summary: {created: 200}},
    ];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    expect(state()).toBe("syncing");
    expect(".o_gws_progress.o_gws_progress_unknown").toHaveCount(1);
    expect("[role=status]:contains(Syncing)").toHaveCount(1);
    await click(BUTTON);
    expect.verifySteps(["sync"]);

    first.resolve({status: "running", progress: {done: 10, total: false}});
    await animationFrame();
    await animationFrame();
    expect(queryAttribute(BUTTON, "aria-label")).toBe("Syncing, 10 so far");

    await advanceTime(2000);
    await animationFrame();
    expect.verifySteps(["sync"]);
    expect(".o_gws_progress").toHaveAttribute("aria-valuenow", "25");
    expect(queryOne(".o_gws_progress .progress-bar").style.width).toBe("25%");

    server.status = connected({last_sync: "2026-03-10 10:00:00"});
    await advanceTime(2000);
    await animationFrame();
    expect.verifySteps(["sync", "status", "read events"]);
    expect(state()).toBe("ok");
    expect(".o_gws_progress").toHaveCount(0);
});

test("syncing elsewhere: is watched until it ends, then the events are read again", async () => {
    server.status = statusOf("syncing", {progress: {done: 1, total: 4}});
    await openCalendar();
    expect(".o_gws_progress").toHaveAttribute("aria-valuenow", "25");
    await advanceTime(3000);
    expect.verifySteps(["status"]);
    server.status = connected();
    await advanceTime(3000);
    await animationFrame();
    expect.verifySteps(["status", "read events"]);
    await advanceTime(10000);
    expect.verifySteps([]);
});

test("syncing elsewhere: a press joins and tells how it ended", async () => {
    server.status = statusOf("syncing", {message: "Google had a problem."});
    server.answers = [{status: "ok", summary: {updated: 2}}];
    await openCalendar();
    expect(BUTTON).toHaveAttribute("aria-disabled", "false");
    server.status = connected();
    await click(BUTTON);
    await animationFrame();
    expect(".o_notification").toHaveText("Google Calendar: 2 changed");
    expect(state()).toBe("ok");
    expect.verifySteps(["sync", "status", "read events"]);
});

test("an error stays on the screen with its reason", async () => {
    server.answers = [{status: "error", message: "Google is not reachable."}];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status"]);
    expect(".o_notification:has(.bg-danger)").toHaveText("Google is not reachable.");
    await advanceTime(60000);
    expect(".o_notification").toHaveCount(1);
    expect(state()).toBe("not_connected");
});

test("held back deletions are carried out when the person says so", async () => {
    server.answers = [{status: "error", message: "40 of 50 were deleted."}];
    onRpc("gws.account", "search", () => [5]);
    onRpc("gws.account", "action_release_brake", ({args}) => {
        expect.step(["release", ...args]);
        server.status = connected();
        return {
            type: "ir.actions.client",
            params: {message: "40 deleted", type: "success"},
        };
    });
    await openCalendar();
    server.status = connected({brake: 40, message: "40 of 50 were deleted."});
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status"]);
    await contains(".o_gws_menu_toggle").click();
    expect(queryText(".o_gws_menu")).toInclude("Delete them (40)");
    await contains(".o_notification_buttons button").click();
    await animationFrame();
    expect.verifySteps([["release", [5]], "status", "read events"]);
    expect(".o_notification_content").toHaveText("40 deleted");
});

for (const [words, method] of [
    ["Send them", "action_send_held_mails"],
    ["Send without mail", "action_send_without_mail"],
]) {
    test(`guest mails that wait for a word: ${words}`, async () => {
        const notice = "120 guest mails wait for your word.";
        server.answers = [{status: "ok", notice, summary: {}}];
        onRpc("gws.account", "search", () => [5]);
        onRpc("gws.account", method, ({args}) => {
            expect.step([method, ...args]);
            server.status = connected();
            return {
                type: "ir.actions.client",
                params: {message: "60 sent", type: "success"},
            };
        });
        await openCalendar();
        server.status = connected({mails_held: 120, message: notice});
        await click(BUTTON);
        await animationFrame();
        expect.verifySteps(["sync", "status"]);
        expect(queryText(".o_notification_content")).toBe(notice);
        await contains(".o_gws_menu_toggle").click();
        expect(queryText(".o_gws_menu")).toInclude("Send them (120 guest mails)");
        expect(queryText(".o_gws_menu")).toInclude("Send without mail");
        await contains(`.o_notification_buttons button:contains(${words})`).click();
        await animationFrame();
        expect.verifySteps([[method, [5]], "status", "read events"]);
        expect(".o_notification_content").toHaveText("60 sent");
    });
}

test("need_config: says what is missing and goes there on a click", async () => {
    noteLeaving();
    server.answers = [
        {status: "need_config", message: "Client ID missing.", url: "/odoo/x"},
    ];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync", "status"]);
    expect(queryText(".o_notification_content")).toBe("Client ID missing.");
    await contains(".o_notification_buttons button").click();
    expect.verifySteps(["go to /odoo/x"]);
});

test("a crash of the sync gives the button back and is not swallowed", async () => {
    expect.errors(1);
    server.answers = [
        () => {
            throw new Error("boom");
        },
    ];
    await openCalendar();
    await click(BUTTON);
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["sync"]);
    expect.verifyErrors(["boom"]);
    expect(state()).toBe("not_connected");
});

test("a status that cannot be read leaves the calendar alone", async () => {
    onRpc("gws.account", "get_calendar_status", () => {
        throw new Error("no such model");
    });
    patchWithCleanup(console, {warn: (words) => expect.step(words)});
    await mountCalendar();
    await animationFrame();
    expect.verifySteps([
        "read events",
        "Google Calendar: get_calendar_status was not answered.",
    ]);
    expect(".fc-view").toHaveCount(1);
    expect(".o_gws_sync").toHaveCount(0);
});

// -- news from the server, leaving the view ---------------------------------------

test("news from the server reload the view without a toast", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    await advanceTime(7000);
    expect.verifySteps(["status"]); // the look after the wake
    startBusService();
    getService("bus_service").addChannel("anna");
    await waitForChannels(["anna"]);
    const send = (payload) =>
        MockServer.env["bus.bus"]._sendone("anna", "gws_calendar_changed", payload);

    send({changed: 2});
    await expect.waitForSteps(["status", "read events"]);
    send({changed: 0});
    await expect.waitForSteps(["status"]);
    expect(".o_notification").toHaveCount(0);
});

test("opening again within a minute does not wake the sync again", async () => {
    server.status = connected();
    await openCalendar(["read events", "status", "wake"]);
    const sync = getService("gws_calendar_sync");
    await sync.open();
    expect.verifySteps(["status"]);
    await advanceTime(61000);
    expect.verifySteps(["status"]); // the look after the wake
    await sync.open();
    expect.verifySteps(["status", "wake"]);
});

test("leaving while it syncs: nothing breaks, nothing is reloaded, no redirect", async () => {
    noteLeaving();
    onRpc("calendar.event", "web_search_read", () => ({length: 0, records: []}));
    defineActions([
        {
            id: 1,
            name: "Meetings",
            res_model: "calendar.event",
            type: "ir.actions.act_window",
            views: [[false, "calendar"]],
        },
        {
            id: 2,
            name: "List of meetings",
            res_model: "calendar.event",
            type: "ir.actions.act_window",
            views: [[false, "list"]],
        },
    ]);
    calendarModels.CalendarEvent._views = {
        calendar: ARCH,
        list: `<list><field name="name"/></list>`,
    };
    const answer = new Deferred();
    server.answers = [answer];
    await mountWebClient();
    await getService("action").doAction(1);
    await animationFrame();
    expect.verifySteps(["read events", "status"]);
    await click(BUTTON);
    await animationFrame();
    expect.verifySteps(["sync"]);

    await getService("action").doAction(2);
    expect(".o_list_view").toHaveCount(1);
    answer.resolve({status: "need_auth", url: "/consent"});
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["status"]);
    expect(queryText(".o_notification_content")).toBe(
        "Google asks you to connect again."
    );
    await contains(".o_notification_buttons button").click();
    expect.verifySteps(["go to /consent"]);
});

test("coming back while it syncs: the progress is still shown", async () => {
    const sync = (await openCalendar(), getService("gws_calendar_sync"));
    const answer = new Deferred();
    server.answers = [answer];
    await click(BUTTON);
    await animationFrame();
    sync.close();
    await sync.open();
    expect(state()).toBe("syncing");
    answer.resolve({status: "ok", summary: {}});
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["sync", "status", "status"]);
    expect(state()).toBe("not_connected");
});
