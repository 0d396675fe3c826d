/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.kit.broker;

import org.jspecify.annotations.NullMarked;
