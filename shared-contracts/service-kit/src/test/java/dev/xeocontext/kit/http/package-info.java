/** Tests of the package of the same name. */
@NullMarked
package dev.xeocontext.kit.http;

import org.jspecify.annotations.NullMarked;
