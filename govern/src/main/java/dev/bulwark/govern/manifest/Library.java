package dev.bulwark.govern.manifest;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A library that tells something about the system that uses it.
record Library(String name, Hint hint) {

  enum Hint {
    /// Calls models of a vendor.
    VENDOR,
    /// Lets a model call tools.
    AGENT,
    /// Keeps vectors for retrieval.
    VECTORS,
    /// Answers requests.
    WEB,
    /// Trains or runs models here.
    MODELS
  }

  private static final List<Library> KNOWN =
      List.of(
          of(Hint.VENDOR, "openai"),
          of(Hint.VENDOR, "anthropic"),
          of(Hint.VENDOR, "mistralai"),
          of(Hint.VENDOR, "cohere"),
          of(Hint.VENDOR, "groq"),
          of(Hint.VENDOR, "google-genai"),
          of(Hint.VENDOR, "google-generativeai"),
          of(Hint.VENDOR, "vertexai"),
          of(Hint.VENDOR, "boto3-bedrock"),
          of(Hint.VENDOR, "litellm"),
          of(Hint.AGENT, "langchain"),
          of(Hint.AGENT, "langchain4j"),
          of(Hint.AGENT, "langgraph"),
          of(Hint.AGENT, "crewai"),
          of(Hint.AGENT, "autogen"),
          of(Hint.AGENT, "pyautogen"),
          of(Hint.AGENT, "openai-agents"),
          of(Hint.AGENT, "smolagents"),
          of(Hint.AGENT, "pydantic-ai"),
          of(Hint.AGENT, "spring-ai"),
          of(Hint.VECTORS, "chromadb"),
          of(Hint.VECTORS, "faiss-cpu"),
          of(Hint.VECTORS, "faiss-gpu"),
          of(Hint.VECTORS, "qdrant-client"),
          of(Hint.VECTORS, "weaviate-client"),
          of(Hint.VECTORS, "pinecone"),
          of(Hint.VECTORS, "pgvector"),
          of(Hint.WEB, "fastapi"),
          of(Hint.WEB, "flask"),
          of(Hint.WEB, "django"),
          of(Hint.WEB, "gradio"),
          of(Hint.WEB, "streamlit"),
          of(Hint.WEB, "express"),
          of(Hint.WEB, "next"),
          of(Hint.WEB, "spring-boot"),
          of(Hint.MODELS, "torch"),
          of(Hint.MODELS, "tensorflow"),
          of(Hint.MODELS, "transformers"),
          of(Hint.MODELS, "vllm"),
          of(Hint.MODELS, "llama-cpp-python"),
          of(Hint.MODELS, "scikit-learn"),
          of(Hint.MODELS, "xgboost"),
          of(Hint.MODELS, "lightgbm"),
          of(Hint.MODELS, "onnxruntime"));

  private static Library of(Hint hint, String name) {
    return new Library(name, hint);
  }

  /// The known libraries a build or lock file names, as a whole word or as the first part of one
  /// (`langchain-core`, `spring-boot-starter-web`).
  static Set<Library> in(String text) {
    Set<Library> found = new TreeSet<>(Comparator.comparing(Library::name));
    for (Library library : KNOWN) {
      if (Pattern.compile("(?<![\\w.-])" + Pattern.quote(library.name()) + "(?![a-z0-9_])")
          .matcher(text)
          .find()) {
        found.add(library);
      }
    }
    return found;
  }
}
