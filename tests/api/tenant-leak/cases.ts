/** Which type of id each place of the schema takes. A new place fails the test until it stands here. */
export const idTypes: Readonly<Record<string, readonly string[]>> = {
  'AddMemoriesInput.collectionId': ['Collection'],
  'AddMemoryInput.collectionId': ['Collection'],
  'AppendMessagesInput.conversationId': ['Conversation'],
  'ContextInput.collectionIds': ['Collection'],
  'ContextInput.conversationId': ['Conversation'],
  'CreateCollectionInput.parentId': ['Collection'],
  'CreateConversationInput.collectionId': ['Collection'],
  'DeleteCollectionInput.id': ['Collection'],
  'DeleteConversationInput.id': ['Conversation'],
  'ForgetMemoryInput.id': ['Memory'],
  'MemoryInput.sourceMessageId': ['Message'],
  'Query.bootstrap.collectionIds': ['Collection'],
  'Query.collection.id': ['Collection'],
  'Query.conversation.id': ['Conversation'],
  'Query.conversations.collectionIds': ['Collection'],
  'Query.memories.collectionIds': ['Collection'],
  'Query.memory.id': ['Memory'],
  'Query.node.id': ['Collection', 'Conversation', 'Message', 'Memory', 'MemoryRevision', 'ApiKey', 'Viewer'],
  'Query.nodes.ids': ['Collection', 'Conversation', 'Message', 'Memory', 'MemoryRevision', 'ApiKey', 'Viewer'],
  'RestoreMemoryInput.id': ['Memory'],
  'RevokeApiKeyInput.id': ['ApiKey'],
  'SearchInput.collectionIds': ['Collection'],
  'Subscription.collectionEvents.collectionId': ['Collection'],
  'Subscription.conversationEvents.conversationId': ['Conversation'],
  'SupersedeMemoryInput.id': ['Memory'],
  'SupersedeMemoryInput.sourceMessageId': ['Message'],
  'UpdateCollectionInput.id': ['Collection'],
  'UpdateCollectionInput.parentId': ['Collection'],
  'UpdateConversationInput.id': ['Conversation'],
  'UpdateMemoryInput.id': ['Memory'],
};

/** Values for what is required beside ids, where any text will not do. */
export const sampleValues: Readonly<Record<string, unknown>> = {
  'CreateApiKeyInput.scopes': ['read'],
  'CreateApiKeyInput.expiresAt': '2999-01-01T00:00:00Z',
};
