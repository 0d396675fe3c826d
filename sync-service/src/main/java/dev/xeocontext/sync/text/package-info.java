/** Text from outside that is worth no refusal, made fit to be kept and shown. */
@NullMarked
package dev.xeocontext.sync.text;

import org.jspecify.annotations.NullMarked;
