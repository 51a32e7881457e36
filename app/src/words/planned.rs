//! Words of replies that go out later.

use operations::tickets::Held;

words! {
    /// Words of replies that go out later.
    PlannedWords {
        at: "稍后发送（可选）", "Send later (optional)";
        at_hint: "留空则立即发送。时间按业务时区（{zone}）；客户在此之前又留言的，回复会留下来等您再看。", "Empty: it goes out at once. The time is that of the business time zone ({zone}). If the customer writes before, it is held back for another look.";
        planned_said: "已安排在指定时间发送。", "It goes out at its time.";
        waits: "{at} 发送 · {name}", "goes out at {at} · {name}";
        held: "未发送：{why}", "held back: {why}";
        now: "立即发送", "Send now";
        now_said: "已发送。", "Sent.";
        back: "取消并放回编辑框", "Take it back";
        back_said: "已取消发送，文字已放回编辑框。附件需要重新选择。", "Taken back: the text is in the form again. Choose its files once more.";
        back_said_plain: "已取消发送，文字已放回编辑框。", "Taken back: the text is in the form again.";
        files: "附件：{names}", "with {names}";
    }
}

worded!(Held {
    CustomerWrote: "客户在此之后又留言", "the customer wrote meanwhile";
    NotNow: "工单所处的状态不能再回复", "the ticket takes no reply in its state";
    NotAllowed: "安排发送的同事已不能处理这个工单", "whoever planned it may not act on this ticket any more";
});
