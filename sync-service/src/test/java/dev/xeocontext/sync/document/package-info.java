/** The AsyncAPI document of the socket and the events, made from the records that are read and written. */
@NullMarked
package dev.xeocontext.sync.document;

import org.jspecify.annotations.NullMarked;
