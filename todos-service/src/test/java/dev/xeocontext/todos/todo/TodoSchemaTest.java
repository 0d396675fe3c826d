package dev.xeocontext.todos.todo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TodoSchemaTest {

    @Test
    void describesEveryFieldOfTheCollection() {
        assertThat(names(TodoSchema.Writable.class))
                .containsExactlyElementsOf(TodoCollection.TYPE.fields().keySet());
        assertThat(names(TodoSchema.class))
                .containsAll(TodoCollection.TYPE.fields().keySet())
                .contains("id", "createdAt", "updatedAt");
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
