/** What the tests of every service share: backing services, a stand-in for identity-service, architecture rules. */
@NullMarked
package dev.xeocontext.testkit;

import org.jspecify.annotations.NullMarked;
