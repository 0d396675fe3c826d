package dev.xeocontext.sync.notice;

/** Hears every notice that this replica hears, its own included. Must neither block nor throw; called on any thread. */
@FunctionalInterface
public interface NoticeListener {

    void heard(Notice notice);
}
