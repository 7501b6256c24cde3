# Copyright 2026 Google Workspace for Odoo contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Contact groups: labels of the person's own, and the system's."""

from ..fakes.people_testing import PeopleCase

MY = "contactGroups/myContacts"
STARRED = "contactGroups/starred"


class TestGroups(PeopleCase):
    def create(self, name, **more):
        return self.groups.create(body={"contactGroup": {"name": name, **more}})

    def rename(self, group, name, **more):
        body = {"contactGroup": {"name": name, **more}}
        return self.groups.update(resourceName=group, body=body)

    def get(self, group, most=100):
        return self.groups.get(resourceName=group, maxMembers=most).execute()

    def modify(self, group, add=(), remove=()):
        body = {
            "resourceNamesToAdd": list(add),
            "resourceNamesToRemove": list(remove),
        }
        return self.groups.members().modify(resourceName=group, body=body)

    def ids(self, name):
        return [
            m["contactGroupMembership"]["contactGroupId"]
            for m in self.read(name)["memberships"]
        ]

    def test_the_systems_groups_are_there(self):
        groups = self.groups.list().execute()["contactGroups"]
        self.assertEqual(
            {group["name"] for group in groups},
            {
                *("myContacts", "starred", "friends", "family", "coworkers"),
                *("chatBuddies", "all", "blocked"),
            },
        )
        self.assertEqual({g["groupType"] for g in groups}, {"SYSTEM_CONTACT_GROUP"})
        self.world.contact_rules(group_titles={"all": "Todos los contactos"})
        shown = self.groups.get(resourceName="contactGroups/all").execute()
        self.assertEqual(
            (shown["name"], shown["formattedName"]), ("all", "Todos los contactos")
        )

    def test_create_and_get(self):
        made = self.create(" Customers ").execute()
        self.assertEqual(made["name"], "Customers")
        self.assertEqual(made["formattedName"], "Customers")
        self.assertEqual(made["groupType"], "USER_CONTACT_GROUP")
        self.assertRegex(made["resourceName"], r"^contactGroups/[0-9a-f]+$")
        self.assertIn("updateTime", made["metadata"])
        got = self.groups.get(resourceName=made["resourceName"]).execute()
        self.assertEqual(got, made)

    def test_names_are_unique(self):
        group = self.create("Customers").execute()["resourceName"]
        for name in ("Customers", "CUSTOMERS", " customers ", "friends"):
            self.failed(409, "ALREADY_EXISTS", self.create(name))
        other = self.create("Suppliers").execute()["resourceName"]
        self.failed(409, "ALREADY_EXISTS", self.rename(other, "customers"))
        self.rename(group, "CUSTOMERS").execute()
        self.groups.delete(resourceName=group).execute()
        self.create("Customers").execute()

    def test_names_are_needed(self):
        self.invalid(self.create(" "))
        self.invalid(self.groups.create(body={}))

    def test_rename(self):
        made = self.create("Customers").execute()
        name, etag = made["resourceName"], made["etag"]
        after = self.rename(name, "Clients", etag=etag).execute()
        self.assertEqual(after["name"], "Clients")
        self.assertNotEqual(after["etag"], etag)
        request = self.rename(name, "Again", etag=etag)
        self.failed(400, "FAILED_PRECONDITION", request)
        self.failed(404, "NOT_FOUND", self.rename("contactGroups/x", "Name"))

    def test_client_data(self):
        data = [{"key": "a", "value": "b"}]
        name = self.create("Customers", clientData=data).execute()["resourceName"]
        shown = self.groups.get(resourceName=name, groupFields="clientData").execute()
        self.assertEqual(shown["clientData"], data)
        self.assertNotIn("name", shown)
        body = {
            "contactGroup": {"name": "Ignored", "clientData": []},
            "updateGroupFields": "clientData",
            "readGroupFields": "clientData,name",
        }
        after = self.groups.update(resourceName=name, body=body).execute()
        self.assertEqual(after["name"], "Customers")
        self.assertNotIn("clientData", after)

    def test_the_systems_groups_stay(self):
        self.invalid(self.rename(STARRED, "Stars"))
        self.invalid(self.groups.delete(resourceName=STARRED))

    def test_members(self):
        one, two = self.make("Ada"), self.make("Bob")
        group = self.create("Customers").execute()["resourceName"]
        answer = self.modify(group, [one, two, "people/c5"]).execute()
        self.assertEqual(answer, {"notFoundResourceNames": ["people/c5"]})
        shown = self.get(group)
        self.assertEqual(shown["memberCount"], 2)
        self.assertEqual(shown["memberResourceNames"], [one, two])
        self.assertEqual(self.get(group, 1)["memberResourceNames"], [one])
        self.assertNotIn("memberResourceNames", self.get(group, 0))
        self.modify(group, [], [one]).execute()
        self.assertEqual(self.get(group)["memberResourceNames"], [two])
        self.world.delete_contact(self.anna, two)
        self.assertNotIn("memberCount", self.get(group))

    def test_the_last_group_stays(self):
        name = self.make("Ada")
        answer = self.modify(MY, [], [name]).execute()
        self.assertEqual(answer, {"canNotRemoveLastContactGroupResourceNames": [name]})
        self.assertEqual(self.ids(name), ["myContacts"])
        self.modify(STARRED, [name]).execute()
        self.assertEqual(self.modify(MY, [], [name]).execute(), {})
        self.assertEqual(self.ids(name), ["starred"])

    def test_members_move_their_own_etags(self):
        name = self.make("Ada")
        before, group = self.read(name), self.create("Customers").execute()
        self.modify(group["resourceName"], [name]).execute()
        self.assertNotEqual(self.read(name)["etag"], before["etag"])
        self.assertEqual(self.get(group["resourceName"])["etag"], group["etag"])
        self.failed(400, "FAILED_PRECONDITION", self.update(name, before, "names"))

    def test_limits_of_members(self):
        group = self.create("Customers").execute()["resourceName"]
        names = [f"people/c{n}" for n in range(1001)]
        self.invalid(self.modify(group, names[:501], names[501:]))
        self.modify(group, names[:500], names[501:]).execute()
        self.invalid(self.modify(group, names[:1], names[:1]))
        self.invalid(self.modify("contactGroups/friends", names[:1]))
        self.modify("contactGroups/friends", [], names[:1]).execute()
        self.failed(404, "NOT_FOUND", self.modify("contactGroups/x", names[:1]))

    def test_deleting_a_group_keeps_its_contacts_or_not(self):
        one, two = self.make("Ada"), self.make("Bob")
        group = self.create("Customers").execute()["resourceName"]
        self.modify(group, [one, two]).execute()
        self.modify(MY, [], [two]).execute()
        self.groups.delete(resourceName=group).execute()
        self.assertEqual((self.ids(one), self.ids(two)), (["myContacts"],) * 2)
        self.failed(404, "NOT_FOUND", self.groups.get(resourceName=group))
        group = self.create("Customers").execute()["resourceName"]
        self.modify(group, [one]).execute()
        self.groups.delete(resourceName=group, deleteContacts=True).execute()
        left = [c["resourceName"] for c in self.world.contacts(self.anna)]
        self.assertEqual(left, [two])

    def test_contacts_are_created_in_groups(self):
        group = self.create("Customers").execute()["resourceName"]
        body = {**self.body("Ada"), "memberships": [self.member(group)]}
        made = self.people.createContact(body=body).execute()
        self.assertEqual(self.ids(made["resourceName"]), [group.split("/")[1]])

    def test_batch_get(self):
        group = self.create("Customers").execute()["resourceName"]
        answer = self.groups.batchGet(resourceNames=[group, "contactGroups/x"])
        first, second = answer.execute()["responses"]
        self.assertEqual(first["contactGroup"]["name"], "Customers")
        self.assertEqual(second["status"]["code"], 5)
        self.invalid(self.groups.batchGet(resourceNames=[]))

    def test_masks(self):
        for mask in ("names", "formattedName"):
            self.invalid(self.groups.list(groupFields=mask))
            self.invalid(self.groups.get(resourceName=MY, groupFields=mask))

    def test_listing_in_pages_and_since(self):
        found, token = [], None
        while True:
            query = {"pageSize": 3, "pageToken": token}
            answer = self.groups.list(**query).execute()
            found += answer["contactGroups"]
            token = answer.get("nextPageToken")
            if token is None:
                break
        self.assertEqual((len(found), answer["totalItems"]), (8, 8))
        since = answer["nextSyncToken"]
        one = self.create("One").execute()["resourceName"]
        two = self.create("Two").execute()["resourceName"]
        self.groups.delete(resourceName=one).execute()
        answer = self.groups.list(pageSize=3, syncToken=since).execute()
        by_name = {g["resourceName"]: g for g in answer["contactGroups"]}
        self.assertEqual(set(by_name), {one, two})
        self.assertIs(by_name[one]["metadata"]["deleted"], True)
        again = self.groups.list(pageSize=3, syncToken=answer["nextSyncToken"])
        self.assertNotIn("contactGroups", again.execute())
        self.invalid(self.groups.list(syncToken=since))
        self.wait(8 * 86400)
        request = self.groups.list(pageSize=3, syncToken=since)
        error = self.error(400, "FAILED_PRECONDITION", request)
        self.assertEqual(error["details"][0]["reason"], "EXPIRED_SYNC_TOKEN")
