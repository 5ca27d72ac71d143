import { asyncApiDocument } from '../../../shared/protocol/documents/asyncapi';
import { openApiDocument } from '../../../shared/protocol/documents/openapi';
import type { Handlers } from '../handler-map';

/** The handlers of requests for the contract itself; the documents are made when first asked for. */
export function documentHandlers({ version }: { readonly version: string }) {
  let openApi: ReturnType<typeof openApiDocument> | null = null;
  let asyncApi: ReturnType<typeof asyncApiDocument> | null = null;
  return {
    get_openapi: () => (openApi ??= openApiDocument(version)),
    get_asyncapi: () => (asyncApi ??= asyncApiDocument(version)),
  } satisfies Partial<Handlers>;
}
