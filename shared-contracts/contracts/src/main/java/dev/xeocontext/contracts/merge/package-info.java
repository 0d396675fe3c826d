/** The state of a record and its merge: per field, or per element of a set, the greater clock wins. */
@NullMarked
package dev.xeocontext.contracts.merge;

import org.jspecify.annotations.NullMarked;
