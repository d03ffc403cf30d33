package io.eddyline.serving.http;

import io.eddyline.schemas.Identifiers;
import io.eddyline.serving.filter.FilterSyntaxException;
import io.eddyline.serving.http.Problem.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with one request, collected so that the client learns all of it at once. */
final class Faults {
  private final List<Fault> faults = new ArrayList<>();

  void parameter(String name, String detail) {
    faults.add(Fault.of(null, name, name + " " + detail));
  }

  void pointer(String pointer, String detail) {
    faults.add(Fault.of(pointer, null, pointer + " " + detail));
  }

  /** Notes a filter in the query that does not parse. */
  void filterParameter(String name, FilterSyntaxException fault) {
    addFilter(null, name, name, fault);
  }

  /** Notes a filter in the body that does not parse. */
  void filterPointer(String pointer, FilterSyntaxException fault) {
    addFilter(pointer, null, pointer, fault);
  }

  private void addFilter(
      @Nullable String pointer,
      @Nullable String parameter,
      String place,
      FilterSyntaxException fault) {
    faults.add(
        new Fault(
            pointer,
            parameter,
            place + " " + fault.getMessage(),
            fault.position(),
            fault.expected().isEmpty() ? null : fault.expected()));
  }

  /** Notes a query parameter that the call does not have. */
  void unknownParameter(String name) {
    parameter(name, "is not a parameter of this call");
  }

  /** Notes a field that is not known at its place in the body. */
  void unknownField(String pointer) {
    pointer(pointer, "is not a field of this call");
  }

  /** Notes an id in the body that is not sound. */
  void requireId(String pointer, String id) {
    String fault = Identifiers.fault(id);
    if (fault != null) {
      pointer(pointer, fault);
    }
  }

  /** Notes an id in the path or query that is not sound. */
  void requireIdParameter(String name, String id) {
    String fault = Identifiers.fault(id);
    if (fault != null) {
      parameter(name, fault);
    }
  }

  /** Ends the request if anything was noted. */
  void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
  }
}
