package dev.xeocontext.kit.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Well-formed text of so many code points; null is left to {@code @NotNull}. */
@Documented
@Constraint(validatedBy = BoundedText.Validator.class)
@Target({
    ElementType.FIELD,
    ElementType.METHOD,
    ElementType.PARAMETER,
    ElementType.RECORD_COMPONENT,
    ElementType.TYPE_USE
})
@Retention(RetentionPolicy.RUNTIME)
public @interface BoundedText {

    int min() default 0;

    int max();

    String message() default "must have {min} to {max} characters, none of them U+0000 or half a surrogate pair";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Counts code points, as people count characters more nearly than UTF-16 units do. */
    class Validator implements ConstraintValidator<BoundedText, @Nullable CharSequence> {

        private int min;
        private int max;

        @Override
        public void initialize(BoundedText bounds) {
            min = bounds.min();
            max = bounds.max();
        }

        @Override
        public boolean isValid(@Nullable CharSequence value, ConstraintValidatorContext context) {
            if (value == null) {
                return true;
            }
            String text = value.toString();
            int length = text.codePointCount(0, text.length());
            return length >= min && length <= max && WellFormed.isWellFormed(text);
        }
    }
}
