// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * A calendar view on a mocked server that plays the addon's part.
 */

import {defineCalendarModels} from "@calendar/../tests/calendar_test_helpers";
import {expect} from "@odoo/hoot";
import {mountView, onRpc, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";

export const ARCH = `
    <calendar js_class="attendee_calendar" date_start="start" date_stop="stop" mode="month">
        <field name="name"/>
    </calendar>`;

export function statusOf(state, values = {}) {
    return {
        state,
        last_sync: false,
        email: false,
        message: "",
        url: false,
        progress: {done: 0, total: false},
        pending: 0,
        problems: 0,
        ...values,
    };
}

export function connected(values = {}) {
    return statusOf("ok", {
        email: "anna@example.com",
        last_sync: "2026-03-10 09:58:00",
        ...values,
    });
}

/**
 * @param {Object} server mutable: tests change `status` and `answers` while it runs
 * @param {Object} server.status what `get_calendar_status` answers
 * @param {Array} server.answers of the sync route, in order; the last one is repeated.
 *  A function or a promise is called or waited for.
 */
export function playServer(server) {
    defineCalendarModels();
    onRpc("/calendar/check_credentials", () => ({}));
    onRpc("check_synchronization_status", () => ({}));
    onRpc("get_default_duration", () => 1);
    onRpc("get_attendee_detail", () => []);
    onRpc("gws.account", "get_calendar_status", () => {
        expect.step("status");
        return server.status;
    });
    onRpc("gws.account", "wake_calendar_sync", () => {
        expect.step("wake");
        return true;
    });
    onRpc("/google_workspace/calendar/sync", () => {
        expect.step("sync");
        const {answers} = server;
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        return typeof answer === "function" ? answer() : answer;
    });
    onRpc("calendar.event", "search_read", () => {
        expect.step("read events");
    });
    return server;
}

export function mountCalendar() {
    return mountView({type: "calendar", resModel: "calendar.event", arch: ARCH});
}

/**
 * Leaving the page is noted as a step instead of happening. (The client's own
 * router gives whole addresses, ours are paths of the server.)
 */
export function noteLeaving() {
    patchWithCleanup(browser.location, {
        assign: (url) => url.startsWith("/") && expect.step(`go to ${url}`),
    });
}
