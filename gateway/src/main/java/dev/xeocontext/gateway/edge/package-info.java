/** What a request must look like to pass at all. */
@NullMarked
package dev.xeocontext.gateway.edge;

import org.jspecify.annotations.NullMarked;
