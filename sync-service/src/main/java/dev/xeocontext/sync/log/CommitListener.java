package dev.xeocontext.sync.log;

import java.util.List;

/** Is told what a transaction added, once it is committed. Must neither block nor throw. */
@FunctionalInterface
public interface CommitListener {

    void committed(List<Appended> appended);
}
