// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * The *Sync with Google* button of the calendar view, with its menu.
 *
 * Draws the tab's shared sync state and hands presses over; keeps no state of its
 * own but the clock that lets "2 min. ago" grow older.
 */

import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";
import {useBus, useService} from "@web/core/utils/hooks";

import {StartDateDialog} from "./start_date_dialog";
import {absoluteTime, describeStatus, percentage} from "./sync_state";

const {DateTime} = luxon;
const TICK = 30000;

export class GwsSyncButton extends Component {
    static template = "google_workspace.SyncButton";
    static components = {Dropdown, DropdownItem};
    static props = {reload: Function};

    setup() {
        this.sync = useService("gws_calendar_sync");
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.shared = useState(this.sync.state);
        this.clock = useState({now: DateTime.now()});
        useBus(this.sync.bus, "changed", () => this.props.reload());
        useBus(this.sync.bus, "ask_start_date", () => this.askStartDate());
        let timer;
        onMounted(() => {
            timer = browser.setInterval(() => (this.clock.now = DateTime.now()), TICK);
            // Not awaited: the calendar is drawn whatever the answer is.
            this.sync.open();
        });
        onWillUnmount(() => {
            browser.clearInterval(timer);
            this.sync.close();
        });
    }

    /** What to draw, or null. A status read after the last tick counts as now. */
    get view() {
        const now = DateTime.max(this.clock.now, DateTime.now());
        return describeStatus(this.shared.status, this.shared, now);
    }

    get progress() {
        return this.shared.running
            ? this.shared.progress
            : this.shared.status?.progress;
    }

    get percent() {
        return percentage(this.progress);
    }

    get problems() {
        return this.shared.status?.problems || 0;
    }

    get problemsLabel() {
        return _t("Show what could not be synced (%s)", this.problems);
    }

    /** The menu is for people with an account; before that one button is enough. */
    get hasMenu() {
        return Boolean(this.shared.status?.email);
    }

    get syncedAs() {
        return _t("Synced as %s", this.shared.status.email);
    }

    get lastSync() {
        const time = absoluteTime(this.shared.status.last_sync);
        return time ? _t("Last sync: %s", time) : _t("Not synced yet");
    }

    get pendingLabel() {
        const {pending} = this.shared.status;
        return pending ? _t("Changes waiting to be sent: %s", pending) : "";
    }

    get brakeLabel() {
        return _t("Delete them (%s)", this.shared.status.brake);
    }

    get mailsLabel() {
        return _t("Send them (%s guest mails)", this.shared.status.mails_held);
    }

    get canSyncNow() {
        return !this.shared.running && this.shared.status?.state === "ok";
    }

    onPress() {
        const {action} = this.view;
        if (action === "sync") {
            this.sync.press();
        } else if (action === "mend") {
            this.sync.mend();
        } else if (action === "start_date") {
            this.askStartDate();
        }
    }

    askStartDate() {
        this.dialog.add(StartDateDialog, {onSaved: () => this.sync.press()});
    }

    async openProblems() {
        const action = await this.orm.call("gws.account", "action_open_problems", []);
        await this.action.doAction(action);
    }

    async openPreferences() {
        const action = await this.orm.call("res.users", "action_get");
        await this.action.doAction({...action, res_id: user.userId});
    }
}
