"""The editorial calendar over all channels: campaigns' days, briefs' due days, go-lives.

It stands in `review` because that is where all rooms may be read: briefs belong to content, which
knows no channels; placements to channels; campaigns to strategy. It holds no dates of its own. To
move an entry is the action of the room that the entry belongs to.
"""
