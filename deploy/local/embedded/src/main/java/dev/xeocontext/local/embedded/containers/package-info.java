/** The backing services as containers: PostgreSQL, Redis and RabbitMQ. */
@NullMarked
package dev.xeocontext.local.embedded.containers;

import org.jspecify.annotations.NullMarked;
