/** The backing services of the suite on one machine: as foreground processes of embedded servers, or as containers. */
@NullMarked
package dev.xeocontext.local.embedded;

import org.jspecify.annotations.NullMarked;
