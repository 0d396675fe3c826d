package dev.xeocontext.kit.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import java.util.List;
import java.util.stream.Collectors;

/** Tells where a JSON body went wrong, without the names of Java types and without repeating the body. */
final class BodyFaults {

    private BodyFaults() {}

    static ProblemException of(JsonProcessingException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            Problem.Fault fault = new Problem.Fault(pointer(mapping), detail(mapping));
            return new ProblemException(ProblemCode.MALFORMED_BODY, null, List.of(fault));
        }
        return new ProblemException(ProblemCode.MALFORMED_BODY, "Not the expected JSON" + place(failure.getLocation()));
    }

    private static String detail(JsonMappingException failure) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "is not known here";
        }
        return failure instanceof InvalidNullException ? "must not be null" : "has the wrong type or form";
    }

    private static String pointer(JsonMappingException failure) {
        return failure.getPath().stream().map(BodyFaults::step).collect(Collectors.joining());
    }

    private static String step(JsonMappingException.Reference reference) {
        String name = reference.getFieldName();
        return "/" + (name == null ? String.valueOf(reference.getIndex()) : JsonPointers.escape(name));
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
