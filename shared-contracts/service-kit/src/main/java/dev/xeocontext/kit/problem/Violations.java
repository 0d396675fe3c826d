package dev.xeocontext.kit.problem;

import dev.xeocontext.contracts.error.Problem;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns the violated constraints of a request into faults with a place. */
final class Violations {

    private static final String BODY = "body";

    private Violations() {}

    /**
     * @throws ConstraintViolationException the same, when what a method returned is at fault: that is no fault of the caller
     */
    static ProblemException of(ConstraintViolationException failure) {
        List<Problem.Fault> faults = new ArrayList<>();
        for (ConstraintViolation<?> violation : failure.getConstraintViolations()) {
            List<Path.Node> nodes = nodes(violation.getPropertyPath());
            if (nodes.stream().anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE)) {
                throw failure;
            }
            faults.add(new Problem.Fault(pointer(nodes), violation.getMessage()));
        }
        faults.sort(Comparator.comparing(Problem.Fault::pointer).thenComparing(Problem.Fault::detail));
        boolean inBody = faults.stream().anyMatch(fault -> !fault.pointer().startsWith("#"));
        return new ProblemException(
                inBody ? ProblemCode.VALIDATION_FAILED : ProblemCode.INVALID_PARAMETER, null, faults);
    }

    private static List<Path.Node> nodes(Path path) {
        List<Path.Node> nodes = new ArrayList<>();
        path.forEach(nodes::add);
        return nodes;
    }

    /**
     * Method and parameter come first; what follows is the way into the body. A parameter named {@value #BODY} is the
     * body itself, and has the empty pointer.
     */
    private static String pointer(List<Path.Node> nodes) {
        List<Path.Node> values = nodes.stream()
                .filter(node ->
                        node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT)
                .toList();
        if (values.isEmpty()) {
            String name = nodes.getLast().getName();
            return name.equals(BODY) ? "" : "#" + name;
        }
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : values) {
            appendIndex(node, pointer);
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(JsonPointers.escape(node.getName()));
            }
        }
        return pointer.toString();
    }

    private static void appendIndex(Path.Node node, StringBuilder pointer) {
        if (node.getIndex() != null) {
            pointer.append('/').append(node.getIndex());
        } else if (node.getKey() != null) {
            pointer.append('/').append(JsonPointers.escape(node.getKey().toString()));
        }
    }
}
