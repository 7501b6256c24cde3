// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * Asks from which day on the user's calendar syncs, and stores the answer.
 *
 * Without that date nothing syncs (it keeps years of old meetings out of Odoo), so
 * the button asks for it where the user stands instead of sending them elsewhere.
 */

import {Component, useState} from "@odoo/owl";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {Dialog} from "@web/core/dialog/dialog";
import {serializeDate} from "@web/core/l10n/dates";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const DAYS_BACK = 30;

export class StartDateDialog extends Component {
    static template = "google_workspace.StartDateDialog";
    static components = {DateTimeInput, Dialog};
    static props = {close: Function, onSaved: Function};

    setup() {
        this.orm = useService("orm");
        this.yesterday = DateTime.now().startOf("day").minus({days: 1});
        this.state = useState({
            date: this.yesterday.minus({days: DAYS_BACK - 1}),
            saving: false,
        });
    }

    get canSave() {
        return (
            this.state.date && this.state.date <= this.yesterday && !this.state.saving
        );
    }

    async save() {
        this.state.saving = true;
        try {
            const ids = await this.orm.search("gws.account", [
                ["user_id", "=", user.userId],
            ]);
            await this.orm.write("gws.account", ids, {
                calendar_sync_from: serializeDate(this.state.date),
            });
        } finally {
            this.state.saving = false;
        }
        this.props.close();
        this.props.onSaved();
    }
}
