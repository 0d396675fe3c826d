package dev.xeocontext.todos.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TodoListSchemaTest {

    @Test
    void describesEveryFieldOfTheCollection() {
        assertThat(names(TodoListSchema.Writable.class))
                .containsExactlyElementsOf(TodoListCollection.TYPE.fields().keySet());
        assertThat(names(TodoListSchema.class))
                .containsAll(TodoListCollection.TYPE.fields().keySet())
                .contains("id", "createdAt", "updatedAt");
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
