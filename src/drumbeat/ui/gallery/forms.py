"""A form with a field of every kind."""

from django import forms

from drumbeat.ui.gallery.words import say


class BriefForm(forms.Form):
    """A form with a field of every kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        fields = self.fields
        fields["title"] = forms.CharField(
            label=say("Title", "标题"),
            max_length=60,
            help_text=say("What a writer would call it.", "撰稿人会怎么称呼它。"),
        )
        fields["audience"] = forms.ChoiceField(
            label=say("Audience", "人群"),
            choices=[
                ("a", say("Morning rushers", "赶早高峰的人")),
                ("b", say("Tea people", "老茶客")),
            ],
        )
        fields["due"] = forms.DateField(
            label=say("Due", "截止日"), widget=forms.DateInput(attrs={"type": "date"})
        )
        fields["budget"] = forms.DecimalField(label=say("Budget", "预算"), min_value=0)
        fields["intent"] = forms.CharField(
            label=say("The intent, in your own words", "用自己的话复述意图"),
            widget=forms.Textarea(attrs={"rows": 3}),
            min_length=20,
        )
        fields["kinds"] = forms.MultipleChoiceField(
            label=say("Formats", "形式"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[("v", say("Vertical video", "竖版视频")), ("p", say("Poster", "海报"))],
        )
        fields["rights"] = forms.BooleanField(
            label=say("All rights are cleared until the last day", "授权覆盖到最后一天")
        )
