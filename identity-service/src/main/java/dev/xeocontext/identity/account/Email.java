package dev.xeocontext.identity.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * An email address in the form in which it identifies an account: NFC, without surrounding blanks, in lower case. Providers
 * that tell two spellings apart by case are not known; people who type their own address in two ways are.
 */
public record Email(String value) {

    /** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
    public static final int MAX_LENGTH = 254;

    public Email {
        value = Normalizer.normalize(value.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
