/// One language for every condition in Bulwark's data: which controls apply, what evidence must
/// say, when a threat exists. A {@link dev.bulwark.kernel.condition.Condition} is a part of CEL
/// that always ends; a {@link dev.bulwark.kernel.condition.Vocabulary} says what it may speak of,
/// and is asked when the data are read.
///
/// ```java
/// Condition condition = Condition.parse("system.personalData && datasets.size() > 0");
/// List<Condition.Problem> problems = condition.problems(vocabulary);   // misspelt facts, wrong types
/// Condition.Truth answer = condition.decide(facts);         // TRUE, FALSE or ERROR: no answer
/// ```
@NullMarked
package dev.bulwark.kernel.condition;

import org.jspecify.annotations.NullMarked;
