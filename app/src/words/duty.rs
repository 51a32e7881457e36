//! Words of the page that says who gets new tickets in turn.

words! {
    /// Words of the page that says who gets new tickets in turn.
    DutyWords {
        title: "工单轮派", "Tickets in turn";
        open_page: "轮派…", "In turn…";
        back: "所有工单", "All tickets";
        note: "新工单派给等待最久、有商品授权且未满额的人；时限将尽而无人处理的工单也这样转交。没有人轮派时，新工单不分配。", "A new ticket goes to whoever has waited longest for one, has the grant of its product, and has room; so does one whose clock runs out. With nobody in turn new tickets are given to nobody.";
        person: "员工", "Person";
        at_once: "同时最多处理", "Open ones at once";
        a_day: "每天最多分配", "New ones a day";
        open: "现有未结工单", "Open now";
        hint: "填写 1 到 {n}；两格都留空表示不参与轮派。", "1 to {n}; both empty: gets none in turn.";
        save: "保存", "Save";
        saved: "轮派已保存。", "It is saved who gets tickets in turn.";
    }
}
