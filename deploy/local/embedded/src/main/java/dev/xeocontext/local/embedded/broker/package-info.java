/** The embedded AMQP 0-9-1 broker: Apache Qpid Broker-J in a process of its own. */
@NullMarked
package dev.xeocontext.local.embedded.broker;

import org.jspecify.annotations.NullMarked;
