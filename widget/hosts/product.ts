import type { Product } from './host.ts';

/**
 * The product that the page was packed for: Zoho CRM's and Bigin's packages say so in `data-product` of their root
 * element (tools/product-page.ts), Desk's says nothing.
 */
export function readProduct({ dataset: { product } }: HTMLElement): Product {
  return product === 'crm' || product === 'bigin' ? product : 'desk';
}
