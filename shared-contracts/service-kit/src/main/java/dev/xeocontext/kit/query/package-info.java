/** Reading records over REST: entities, filters, orders and pages. */
@NullMarked
package dev.xeocontext.kit.query;

import org.jspecify.annotations.NullMarked;
