/** JSON values without a JSON library: plain maps, lists, strings, numbers and booleans. */
@NullMarked
package dev.xeocontext.contracts.json;

import org.jspecify.annotations.NullMarked;
