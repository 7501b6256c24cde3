// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * The tab's one conversation with the server about the calendar's sync.
 *
 * It outlives the calendar view: a sync that was pressed goes on when the user
 * opens another screen, and the view shows its progress when it is opened again.
 * Views register with `open`/`close` and listen to "changed" on `bus`. It never
 * blocks a view, never starts a second sync, and leaves the page only while a
 * calendar view is on the screen (elsewhere the user may be filling in a form).
 */

import {EventBus, reactive} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

import {describeSummary, hasChanges} from "./sync_state";

export const POLL_PRESS = 2000;
export const POLL_STATUS = 3000;
export const WAKE_EVERY = 60000;
/** The woken job starts within a moment; then the shown time is worth reading again. */
const LOOK_AFTER_WAKE = 6000;
/** A consent that took longer than this is no longer "the press just now". */
const CONSENT_WITHIN = 30 * 60000;
/** Lost answers in a row that polling forgives: a proxy restart, a tunnel. */
const FORGIVEN_LOSSES = 5;

/** States that only a granted consent leads to. */
const CONNECTED = new Set(["no_start_date", "ok", "syncing"]);

const WOKEN_KEY = "google_workspace.calendar.woken";
const CONSENT_KEY = "google_workspace.calendar.asked_consent";

/**
 * @param {string} key of the tab's session storage
 * @returns {number} milliseconds since that moment was noted, Infinity if never
 */
function since(key) {
    const noted = Number(browser.sessionStorage.getItem(key));
    return noted ? Date.now() - noted : Infinity;
}

function note(key) {
    browser.sessionStorage.setItem(key, String(Date.now()));
}

export class CalendarSync {
    constructor({bus_service, notification, orm}) {
        this.orm = orm;
        this.notification = notification;
        this.bus = new EventBus();
        this.state = reactive({status: null, running: false, progress: null});
        this.views = 0;
        this.timer = null;
        bus_service.subscribe("gws_calendar_changed", (payload) =>
            this.onChanged(payload)
        );
    }

    // -- the views ------------------------------------------------------------

    /** A calendar view is on the screen: read the status, fetch what is new. */
    async open() {
        this.views++;
        const status = await this.refresh();
        if (!status || !this.views) {
            return;
        }
        if (since(CONSENT_KEY) < CONSENT_WITHIN && CONNECTED.has(status.state)) {
            // The user pressed, was sent to Google's consent page and is back: their
            // press still stands, they need not press again.
            browser.sessionStorage.removeItem(CONSENT_KEY);
            if (status.state === "no_start_date") {
                this.bus.trigger("ask_start_date");
            } else {
                await this.press();
            }
        } else if (status.state === "ok" && since(WOKEN_KEY) >= WAKE_EVERY) {
            note(WOKEN_KEY);
            if (await this.background("wake_calendar_sync")) {
                this.later(LOOK_AFTER_WAKE);
            }
        }
    }

    close() {
        this.views = Math.max(0, this.views - 1);
        if (!this.views) {
            browser.clearTimeout(this.timer);
        }
    }

    // -- the status -----------------------------------------------------------

    /** @returns {Promise<Object|null>} the status just read, null when unreadable */
    async refresh() {
        const before = this.state.status?.state;
        const status = await this.background("get_calendar_status");
        if (!status) {
            return null;
        }
        this.state.status = status;
        if (before === "syncing" && status.state !== "syncing" && !this.state.running) {
            this.bus.trigger("changed");
        }
        this.watch();
        return status;
    }

    /** A sync that goes on elsewhere is looked at until it ends. */
    watch() {
        if (this.state.status?.state === "syncing" && !this.state.running) {
            this.later(POLL_STATUS);
        }
    }

    later(delay) {
        browser.clearTimeout(this.timer);
        if (this.views) {
            this.timer = browser.setTimeout(() => this.refresh(), delay);
        }
    }

    onChanged(payload) {
        if (!this.views) {
            return; // the next view that opens reads everything anyway
        }
        if (payload?.changed && !this.state.running) {
            this.bus.trigger("changed");
        }
        this.refresh();
    }

    /**
     * A call nobody asked for: no loading bar, no error dialog. The calendar works
     * without it, and the next opening of the view asks again.
     */
    async background(method) {
        try {
            return await this.orm.silent.call("gws.account", method, []);
        } catch (error) {
            console.warn(`Google Calendar: ${method} was not answered.`, error.message);
            return null;
        }
    }

    // -- a person's press -----------------------------------------------------

    async press() {
        if (this.state.running) {
            return;
        }
        this.state.running = true;
        this.state.progress = null;
        let answer;
        try {
            answer = await this.syncToTheEnd();
            // Before the button stops saying "syncing", so that it never shows the
            // state of before the press again.
            await this.refresh();
        } finally {
            this.state.running = false;
            this.state.progress = null;
            this.watch();
        }
        this.tell(answer);
    }

    /** The same call starts the sync and then tells how far it is. */
    async syncToTheEnd() {
        let losses = 0;
        for (;;) {
            let answer;
            try {
                answer = await rpc(
                    "/google_workspace/calendar/sync",
                    {},
                    {silent: true}
                );
                losses = 0;
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
                if (++losses > FORGIVEN_LOSSES) {
                    const message = _t(
                        "Odoo cannot be reached. Try again in a moment."
                    );
                    return {status: "error", message};
                }
                answer = {status: "running", progress: this.state.progress};
            }
            if (answer.status !== "running") {
                return answer;
            }
            this.state.progress = answer.progress || null;
            await new Promise((resolve) => browser.setTimeout(resolve, POLL_PRESS));
        }
    }

    tell(answer) {
        const {status, message, notice, url, summary} = answer;
        if (status === "ok") {
            // What went well, after what a person should know of all the same.
            // While guest mails wait, nothing done is not "already up to date".
            const held = this.state.status?.mails_held && !hasChanges(summary);
            const done = held ? "" : describeSummary(summary);
            const words = [notice, done].filter(Boolean);
            const wary = notice || summary?.quarantined || summary?.waiting;
            const close = this.notification.add(words.join(" "), {
                type: wary ? "warning" : "success",
                sticky: Boolean(notice),
                buttons: this.mailButtons(() => close()),
            });
            if (hasChanges(summary)) {
                this.bus.trigger("changed");
            }
        } else if (status === "need_auth") {
            this.askConsent(url, message);
        } else if (status === "need_config") {
            this.notification.add(message || _t("Google Calendar is not set up yet."), {
                type: "warning",
                sticky: Boolean(url),
                buttons: this.goButton(url, _t("Open the settings")),
            });
        } else if (status === "paused") {
            this.notification.add(
                message || _t("The sync with Google is paused. Your changes wait."),
                {type: "info"}
            );
        } else {
            this.tellFailure(message, url);
        }
    }

    tellFailure(message, url) {
        let buttons = this.goButton(url, _t("Show how to mend it"));
        if (this.state.status?.brake) {
            buttons = [
                {
                    name: _t("Delete them"),
                    onClick: () => {
                        close();
                        this.releaseBrake();
                    },
                },
            ];
        }
        const close = this.notification.add(
            message || _t("The sync with Google failed."),
            {type: "danger", sticky: true, buttons}
        );
    }

    /** What a person can say about guest mails that wait for their word. */
    mailButtons(close) {
        if (!this.state.status?.mails_held) {
            return [];
        }
        const button = (name, method) => ({
            name,
            onClick: () => {
                close();
                this.decide(method);
            },
        });
        return [
            button(_t("Send them"), "action_send_held_mails"),
            button(_t("Send without mail"), "action_send_without_mail"),
        ];
    }

    /** Many deletions were held back; the person looked and wants them. */
    releaseBrake() {
        return this.decide("action_release_brake");
    }

    /** The person looked at what was held back, and this is their word. */
    async decide(method) {
        const ids = await this.orm.search("gws.account", [
            ["user_id", "=", user.userId],
        ]);
        const action = await this.orm.call("gws.account", method, [ids]);
        this.notification.add(action.params.message, {type: action.params.type});
        this.bus.trigger("changed");
        await this.refresh();
    }

    askConsent(url, message) {
        const target = url || this.connectUrl();
        if (this.views) {
            note(CONSENT_KEY);
            browser.location.assign(target);
            return;
        }
        this.notification.add(message || _t("Google asks you to connect again."), {
            type: "warning",
            sticky: true,
            buttons: this.goButton(target, _t("Connect")),
        });
    }

    connectUrl() {
        const {pathname, search} = browser.location;
        return `/google_workspace/connect?return_url=${encodeURIComponent(pathname + search)}`;
    }

    /** Go where the present state can be mended (consent, settings, preferences). */
    mend() {
        const {state, url} = this.state.status;
        if (state === "reconnect") {
            note(CONSENT_KEY);
        }
        browser.location.assign(url);
    }

    goButton(url, name) {
        if (!url) {
            return [];
        }
        return [{name, primary: true, onClick: () => browser.location.assign(url)}];
    }
}

export const calendarSyncService = {
    dependencies: ["bus_service", "notification", "orm"],
    start(env, services) {
        return new CalendarSync(services);
    },
};

registry.category("services").add("gws_calendar_sync", calendarSyncService);
