//! Words of the answers that are written once and used often.

words! {
    /// Words of the answers that are written once and used often.
    TemplateWords {
        title: "回复模板", "Saved answers";
        open: "回复模板…", "Saved answers…";
        note: "回复工单时可以选用。{vars} 会替换为工单的内容。", "To choose from when a ticket is answered. {vars} are replaced by what they stand for.";
        none: "还没有回复模板。", "No saved answer yet.";
        name: "名称", "Name";
        body: "内容", "Text";
        changed: "更改", "Changed";
        by: "{name} · {at}", "{name} · {at}";
        new: "添加模板", "Add one";
        edit: "修改“{name}”", "Change “{name}”";
        change: "修改", "Change";
        save: "保存", "Save";
        cancel: "取消", "Cancel";
        saved: "模板已保存。", "The answer is saved.";
        remove: "删除", "Remove";
        removed: "模板已删除。", "The answer is removed.";
        choose: "使用模板", "Use a saved answer";
        choose_none: "不使用", "None";
        insert: "填入", "Insert";
        insert_hint: "填入后可以继续修改；文件请在填入之后再选择。", "It can be changed before it is sent. Choose files after it is inserted.";
    }
}
