"""SCIM 2.0 (RFC 7643, RFC 7644): directories such as Okta, Entra ID and Feishu push people and groups.

The protocol is the library's (`scim2-server`): paths, filters, PATCH, bulk, ETags, errors, discovery. Ours is what is
read (`shapes`) and served (`offer`), what a User says of a person and the other way round (`persons`), what writing one
changes among people (`keepers`), how they are stored and found (`directory`), and the way in (`door`).
"""
