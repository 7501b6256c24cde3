// Copyright 2026 Google Workspace for Odoo contributors
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

/**
 * The lists of incoming and outgoing messages, with a line on top that says why no
 * mail comes: switched off, not granted, no folder chosen. Asked for each time a list
 * is opened, so that what was mended is believed.
 */

import {Component, onWillStart, useState} from "@odoo/owl";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

export class GwsMailNotice extends Component {
    static template = "google_workspace.MailNotice";
    static props = {direction: {type: String, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({notice: null});
        onWillStart(async () => {
            const direction = this.props.direction || "in";
            this.state.notice = await this.orm.call("gws.message", "get_notice", [
                direction,
            ]);
        });
    }

    async openPreferences() {
        const action = await this.orm.call("gws.message", "action_gws_preferences");
        await this.action.doAction(action);
    }
}

class GwsMessageListController extends ListController {
    static template = "google_workspace.MessageListView";
    static components = {...ListController.components, GwsMailNotice};
}

class GwsMessageKanbanController extends KanbanController {
    static template = "google_workspace.MessageKanbanView";
    static components = {...KanbanController.components, GwsMailNotice};
}

registry.category("views").add("gws_message_list", {
    ...listView,
    Controller: GwsMessageListController,
});
registry.category("views").add("gws_message_kanban", {
    ...kanbanView,
    Controller: GwsMessageKanbanController,
});
