/**
 * Events from the broker into the log.
 *
 * <p>This stands on the client of RabbitMQ itself and not on a messaging channel of the framework: there, an
 * acknowledgement goes to whatever AMQP channel is open at the time, and after a lost connection the delivery tags of the
 * old channel acknowledge messages of the new one that nobody has seen. Here, it goes to the channel that brought the
 * message or nowhere.
 */
@NullMarked
package dev.xeocontext.sync.consume;

import org.jspecify.annotations.NullMarked;
